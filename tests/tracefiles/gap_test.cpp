// Events that are missing: lost ones, and kinds that were not recorded.
#include <catch2/catch.hpp>

#include "texts.hpp"

using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

std::string with_line_before(const std::string& line, const std::string& date) {
  std::string text = one_request;
  const auto at = text.rfind('\n', text.find(" 100." + date)) + 1;
  return text.insert(at, line + '\n');
}

std::string missing(const std::vector<TraceEvent>& events, const std::string& name) {
  PhaseCollector collector;
  for (const TraceEvent& one : events) collector.feed(one);
  for (const PhaseSamples& phase : collector.samples())
    if (phase.name == name) return phase.missing;
  return "no such phase";
}

}  // namespace

TEST_CASE("Phases that span a loss are left out, the others stay") {
  const Reading reading = read(with_line_before("CPU:1 [LOST 12 EVENTS]", "000034"));
  CHECK(reading.errors.empty());
  CHECK(reading.facts.lost == 12);
  CHECK(notes_on(reading.facts) ==
        std::vector<std::string>{"t.txt: events are missing in 1 place (12 by the trace's count): phases "
                                 "that span one are left out"});
  Samples expected = phases_of_one_request;
  expected.erase("interrupt.to_vcpu_wakeup.polling");
  expected.erase("interrupt.to_sleep");
  CHECK(reading.samples == expected);
}

TEST_CASE("A loss that nobody counted, and a cpu whose buffer begins later, are gaps as well") {
  for (const char* line : {"CPU:0 [LOST EVENTS]", "##### CPU 1 buffer started ####"}) {
    const Reading reading = read(with_line_before(line, "000034"));
    CHECK(reading.errors.empty());
    CHECK(reading.facts.gaps == 1);
    CHECK(reading.facts.lost == 0);
    CHECK(reading.samples.count("interrupt.to_sleep") == 0);
  }
}

TEST_CASE("perf script --show-lost-events tells losses") {
  const std::string loss = "              mv    20 [000]   100.000034: PERF_RECORD_LOST lost 7\n";
  std::string text = as_perf(one_request);
  text.insert(text.rfind('\n', text.find(" 100.000034")) + 1, loss);
  const Reading reading = read(text);
  CHECK(reading.errors.empty());
  CHECK(reading.facts.lost == 7);
  CHECK(reading.samples.count("interrupt.to_sleep") == 0);
}

TEST_CASE("What was overwritten before the beginning is told, and spoils nothing") {
  std::string text = one_request;
  text.replace(text.find("10/10"), 5, "10/52");
  const Reading reading = read(text);
  CHECK(reading.samples == phases_of_one_request);
  CHECK(notes_on(reading.facts) ==
        std::vector<std::string>{"t.txt: 42 events before its beginning were overwritten"});
}

TEST_CASE("A last line without end is left out, and that is told") {
  std::string text = one_request;
  text.resize(text.size() - 20);  // "... gpa 0xd0000", which would have been an address too
  const Reading reading = read(text);
  CHECK(reading.errors.empty());
  Samples expected = phases_of_one_request;
  expected.erase("eoi.to_kick");
  CHECK(reading.samples == expected);
  CHECK(notes_on(reading.facts) ==
        std::vector<std::string>{"t.txt:16: the last line has no end and is left out"});
}

TEST_CASE("A phase says which events it lacks") {
  CHECK(missing({kick({0, 0, 20})}, "kick.to_waking") ==
        "the trace has no sched_waking events: record with -e sched:sched_waking (or this host never fires "
        "them)");
  CHECK(missing({enter({0, 0, 20})}, "eoi.to_kick") ==
        "the trace has no kvm_eoi events: record with -e kvm:kvm_eoi (or this host never fires them)");
  CHECK(missing({enter({0, 0, 20})}, "kick.to_entry") ==
        "the trace has no kvm_pio or kvm_mmio or kvm_fast_mmio events: record with -e "
        "kvm:kvm_pio,kvm:kvm_mmio,kvm:kvm_fast_mmio (or this host never fires them)");
  CHECK(missing({kick({0, 0, 20}), enter({1, 0, 20})}, "kick.to_entry").empty());
  CHECK(missing({enter({0, 0, 20}), kick({1, 0, 20})}, "kick.to_entry") ==
        "the trace has the events, but this never happened between them");
}
