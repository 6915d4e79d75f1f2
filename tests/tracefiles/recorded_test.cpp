// What a real kernel and a real perf printed; recorded/README.md says which.
#include <catch2/catch.hpp>

#include "tracefiles/trace_phases.hpp"

using namespace kickpath;
using namespace kickpath::tracefiles;

namespace {

struct Counted {
  std::string errors;
  std::map<std::string, std::size_t> counts;  ///< of samples, where there are any
};

Counted counted(const std::string& file, const TraceOptions& options = {}) {
  config::Errors errors;
  const TracePhases trace = read_phases(std::string{RECORDED} + "/" + file, options, errors);
  Counted result{errors.format(), {}};
  for (const PhaseSamples& phase : trace.phases)
    if (!phase.ns.empty()) result.counts[std::string{phase.name}] = phase.ns.size();
  return result;
}

using Counts = std::map<std::string, std::size_t>;

}  // namespace

TEST_CASE("tracefs, server on another core") {
  const Counted trace = counted("other-core.tracefs.txt");
  CHECK(trace.errors.empty());
  CHECK(trace.counts == Counts{
                            {"exit.to_kick.mmio", 3},
                            {"kick.to_waking", 3},
                            {"waking.to_entry", 3},
                            {"server_waking.to_wakeup.idle_core", 2},
                            {"server_waking.to_switch.idle_core", 2},
                            {"server_wakeup.to_switch.idle_core", 2},
                            {"switch.to_interrupt", 2},
                            {"interrupt.to_sleep", 2},
                            {"interrupt.to_vcpu_wakeup.polling", 2},
                            {"vcpu_wakeup.to_entry", 2},
                            {"vcpu_wakeup.to_eoi", 2},
                            {"eoi.to_kick", 3},
                        });
}

TEST_CASE("tracefs, server on the vcpu's core") {
  const Counted trace = counted("same-core.tracefs.txt");
  CHECK(trace.errors.empty());
  CHECK(trace.counts == Counts{
                            {"exit.to_kick.mmio", 3},
                            {"kick.to_waking", 3},
                            {"kick.to_wakeup", 2},
                            {"server_waking.to_switch.same_core", 2},
                            {"server_wakeup.to_switch.same_core", 2},
                            {"switch.to_interrupt", 2},
                            {"interrupt.to_sleep", 2},
                            {"resume.to_entry", 2},
                            {"resume.to_eoi", 2},
                            {"eoi.to_kick", 2},
                        });
}

TEST_CASE("tracefs with the TSC's clock: a blocked vcpu is woken") {
  const Counted trace = counted("other-core.tsc.txt", {Frequency{2'095'997'000}});
  CHECK(trace.errors.empty());
  CHECK(trace.counts.at("interrupt.to_waking") == 1);
  CHECK(trace.counts.at("vcpu_waking.to_switch.idle_core") == 1);
  CHECK(trace.counts.at("interrupt.to_vcpu_wakeup.blocked") == 1);
}

TEST_CASE("perf script: a blocked vcpu is woken") {
  const Counted trace = counted("other-core.perf.txt");
  CHECK(trace.errors.empty());
  CHECK(trace.counts.at("interrupt.to_vcpu_wakeup.blocked") == 1);
  CHECK(trace.counts.at("eoi.to_kick") == 1);
}
