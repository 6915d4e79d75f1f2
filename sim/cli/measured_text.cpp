#include "cli/measured_text.hpp"

#include <algorithm>

#include "cli/interrupt.hpp"

namespace kickpath::cli {

namespace {

/// Where one was renamed: its last name.
trace::MeasuredTimeline::Names read_names(const std::string& text, const tracefiles::TraceOptions& reading,
                                          config::Errors& errors) {
  trace::MeasuredTimeline::Names names;
  tracefiles::read_trace_file(
      text, reading,
      [&](const tracefiles::TraceEvent& event) {
        check_interrupted();
        if (!event.thread.is_idle() && !event.comm.empty()) names[event.thread.value] = event.comm;
      },
      errors);
  return names;
}

}  // namespace

tracefiles::TraceFacts write_timeline(const std::string& text, const tracefiles::TraceOptions& reading,
                                      trace::TimelineFile& file, config::Errors& errors,
                                      const std::vector<trace::MeasuredTimeline::Known>& known) {
  constexpr int often = 10'000;
  const trace::MeasuredTimeline::Names names = read_names(text, reading, errors);
  if (!errors.empty()) return {};
  trace::MeasuredTimeline timeline(file, names, known);
  Instant last{};
  int events = 0;
  tracefiles::TraceFacts facts = tracefiles::read_trace_file(
      text, reading,
      [&](const tracefiles::TraceEvent& event) {
        timeline.feed(event);
        last = std::max(last, event.date);
        if (++events % often != 0) return;
        check_interrupted();
        file.drain();
      },
      errors);
  if (errors.empty()) file.end(last);
  return facts;
}

}  // namespace kickpath::cli
