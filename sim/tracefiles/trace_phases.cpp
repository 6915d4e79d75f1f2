#include "tracefiles/trace_phases.hpp"

namespace kickpath::tracefiles {

TracePhases read_phases(const std::filesystem::path& path, const TraceOptions& options,
                        config::Errors& errors) {
  PhaseCollector collector;
  const auto feed = [&](const TraceEvent& event) { collector.feed(event); };
  TraceFacts facts = read_trace_file(path, options, feed, errors);
  return {std::move(facts), collector.samples()};
}

}  // namespace kickpath::tracefiles
