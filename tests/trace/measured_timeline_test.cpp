#include "trace/measured_timeline.hpp"

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

#include "timeline.hpp"
#include "tracefiles/read_trace.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

using Lines = std::vector<std::string>;

/// A vcpu kicks; its iothread, on another core, answers; the vcpu takes the interrupt. A hog is preempted by
/// the iothread.
const std::string kick = R"(
       vcpu0-20      [000] .....   100.000000: kvm_exit: vcpu 0 reason IO_INSTRUCTION rip 0x10 info1 0x0 info2 0x0 intr_info 0x0 error_code 0x0
       vcpu0-20      [000] .....   100.000001: kvm_pio: pio_write at 0xc000 size 2 count 1 val 0x0
       vcpu0-20      [000] d..5.   100.000002: sched_waking: comm=io pid=21 prio=120 target_cpu=001
       vcpu0-20      [000] d..5.   100.000003: sched_wakeup: comm=io pid=21 prio=120 target_cpu=001
       vcpu0-20      [000] .....   100.000004: kvm_entry: vcpu 0, rip 0x12
         hog-30      [001] d..2.   100.000005: sched_switch: prev_comm=hog prev_pid=30 prev_prio=120 prev_state=R ==> next_comm=io next_pid=21 next_prio=120
          io-21      [001] d..1.   100.000006: kvm_msi_set_irq: dst 0 vec 64 (Fixed|physical|edge)
       vcpu0-20      [000] d....   100.000007: kvm_exit: vcpu 0 reason EXTERNAL_INTERRUPT rip 0x14 info1 0x0 info2 0x0 intr_info 0x0 error_code 0x0
       vcpu0-20      [000] d....   100.000008: kvm_inj_virq: IRQ 0x40
       vcpu0-20      [000] .....   100.000009: kvm_entry: vcpu 0, rip 0x14
          io-21      [001] d..2.   100.000010: sched_switch: prev_comm=io prev_pid=21 prev_prio=120 prev_state=S ==> next_comm=hog next_pid=30 next_prio=120
)";

std::string timeline_of(const std::string& trace, const trace::TimelineBounds& bounds = {},
                        const std::vector<trace::MeasuredTimeline::Known>& known = {}) {
  std::istringstream in(trace.substr(1));
  config::Errors errors;
  std::string text =
      timeline_text(bounds, Instant{} + std::chrono::microseconds{10}, [&](trace::TimelineFile& file) {
        trace::MeasuredTimeline timeline(file, {{20, "vcpu0"}, {21, "io"}, {30, "hog"}}, known);
        tracefiles::read_trace(
            in, "t.txt", {}, [&](const tracefiles::TraceEvent& event) { timeline.feed(event); }, errors);
      });
  CHECK(errors.format().empty());
  return text;
}

std::string recorded(const std::string& name) {
  return KICKPATH_SOURCES "/tests/tracefiles/recorded/" + name;
}

}  // namespace

TEST_CASE("A measured kick has the tracks, slices, names and arrow of a simulated one") {
  CHECK(lines_of(timeline_of(kick)) == Lines{"0.000000 B core 0 vcpu0 20",
                                             "0.000000 B vcpu0 20 running",
                                             "0.000000 C core 0 core 0 run queue runnable=1",
                                             "0.000000 E vcpu0 20",
                                             "0.000000 B vcpu0 20 kvm_exit reason=IO_INSTRUCTION",
                                             "1.000000 i vcpu0 20 kvm_pio",
                                             "2.000000 i vcpu0 20 sched_waking comm=io 21",
                                             "2.000000 s vcpu0 20 kick #1",
                                             "3.000000 B io 21 runnable",
                                             "3.000000 C core 1 core 1 run queue runnable=1",
                                             "3.000000 i io 21 sched_wakeup",
                                             "4.000000 E vcpu0 20",
                                             "4.000000 B vcpu0 20 kvm_entry",
                                             "5.000000 B core 1 hog 30",
                                             "5.000000 B hog 30 running",
                                             "5.000000 C core 1 core 1 run queue runnable=2",
                                             "5.000000 E core 1",
                                             "5.000000 E hog 30",
                                             "5.000000 B hog 30 preempted",
                                             "5.000000 B core 1 io 21",
                                             "5.000000 E io 21",
                                             "5.000000 B io 21 running",
                                             "5.000000 t io 21 kick #1",
                                             "6.000000 i io 21 kvm_msi_set_irq",
                                             "6.000000 t io 21 kick #1",
                                             "7.000000 E vcpu0 20",
                                             "7.000000 B vcpu0 20 kvm_exit reason=EXTERNAL_INTERRUPT",
                                             "8.000000 i vcpu0 20 kvm_inj_virq vector=64",
                                             "8.000000 f vcpu0 20 kick #1",
                                             "9.000000 E vcpu0 20",
                                             "9.000000 B vcpu0 20 kvm_entry",
                                             "10.000000 E core 1",
                                             "10.000000 E io 21",
                                             "10.000000 B core 1 hog 30",
                                             "10.000000 E hog 30",
                                             "10.000000 B hog 30 running",
                                             "10.000000 C core 1 core 1 run queue runnable=1",
                                             "10.000000 E core 0",
                                             "10.000000 E vcpu0 20",
                                             "10.000000 E core 1",
                                             "10.000000 E hog 30"});
}

TEST_CASE("Threads that are known have the process of their VM and their own name, in that order") {
  const std::string text =
      timeline_of(kick, {}, {{20, "vm0", "vm0/vcpu0"}, {21, "vm0", "vm0/ring/iothread"}, {99, "", "idler"}});
  Lines names;
  const ReadTimeline timeline(text);
  for (const auto& event : timeline.events())
    if (event["ph"] == "M" && (event["name"] == "process_name" || event["name"] == "thread_name"))
      names.push_back(event["args"]["name"]);
  CHECK(names == Lines{"host cores", "vm0", "other threads", "vm0/vcpu0", "vm0/ring/iothread", "idler",
                       "core 0", "core 1", "hog 30"});
  const Lines lines = lines_of(text);
  CHECK(std::find(lines.begin(), lines.end(), "5.000000 B core 1 vm0/ring/iothread") != lines.end());
  CHECK(flaws_of(text).empty());
}

TEST_CASE("A kick that no interrupt answers has its arrow's end at the next one to the same thread") {
  const std::string kicks = R"(
       vcpu0-20      [000] .....   100.000000: kvm_pio: pio_write at 0xc000 size 2 count 1 val 0x0
       vcpu0-20      [000] d..5.   100.000001: sched_waking: comm=io pid=21 prio=120 target_cpu=001
         hog-30      [001] d..2.   100.000002: sched_switch: prev_comm=hog prev_pid=30 prev_prio=120 prev_state=R ==> next_comm=io next_pid=21 next_prio=120
          io-21      [001] d..2.   100.000003: sched_switch: prev_comm=io prev_pid=21 prev_prio=120 prev_state=S ==> next_comm=hog next_pid=30 next_prio=120
       vcpu0-20      [000] .....   100.000004: kvm_pio: pio_write at 0xc000 size 2 count 1 val 0x0
       vcpu0-20      [000] d..5.   100.000005: sched_waking: comm=io pid=21 prio=120 target_cpu=001
         hog-30      [001] d..2.   100.000006: sched_switch: prev_comm=hog prev_pid=30 prev_prio=120 prev_state=R ==> next_comm=io next_pid=21 next_prio=120
)";
  Lines arrows;
  for (const std::string& line : lines_of(timeline_of(kicks)))
    if (line.find(" kick #") != std::string::npos) arrows.push_back(line);
  CHECK(arrows == Lines{"1.000000 s vcpu0 20 kick #1", "2.000000 t io 21 kick #1",
                        "5.000000 f vcpu0 20 kick #1", "5.000000 s vcpu0 20 kick #2",
                        "6.000000 t io 21 kick #2", "10.000000 f io 21 kick #2"});
}

TEST_CASE("Where events are missing, who fires the next one runs from there on") {
  // Without the switch to the iothread: its message tells.
  std::string gap = kick;
  const auto at = gap.find("         hog-30");
  gap.erase(at, gap.find('\n', at) + 1 - at);
  const Lines lines = lines_of(timeline_of(gap));
  CHECK(std::find(lines.begin(), lines.end(), "6.000000 B core 1 io 21") != lines.end());
  CHECK(flaws_of(timeline_of(gap)).empty());
}

TEST_CASE("Recorded traces have timelines without flaws, in both formats and all of their bounds") {
  for (const auto& more :
       std::vector<std::vector<std::string>>{{}, {"--last", "100 us"}, {"--window", "50 us..300 us"}})
    for (const char* name :
         {"other-core.tracefs.txt", "other-core.perf.txt", "same-core.tracefs.txt", "other-core.tsc.txt"}) {
      std::vector<std::string> arguments{"timeline", recorded(name), "-o", "-"};
      if (std::string(name) == "other-core.tsc.txt")
        arguments.insert(arguments.end(), {"--frequency", "2 GHz"});
      arguments.insert(arguments.end(), more.begin(), more.end());
      const Ended ended = run_kickpath(arguments);
      INFO(name << ended.err);
      CHECK(ended.code == 0);
      CHECK(flaws_of(ended.out) == Lines{});
    }
}

TEST_CASE("A timeline does not take the place of its trace") {
  const Scratch scratch;
  const std::string text = scratch.write("t.txt", kick.substr(1));
  const Ended ended = run_kickpath({"timeline", text, "-o", text});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("is to be made of") != std::string::npos);
  CHECK(read_text(text) == kick.substr(1));
}

TEST_CASE("A trace that is none is exit code 2, and leaves no timeline") {
  const Scratch scratch;
  const std::string text = scratch.write("t.txt", "this is no trace\n");
  const Ended ended = run_kickpath({"timeline", text, "-o", scratch.path("t.json")});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("t.txt:1:1") != std::string::npos);
  CHECK(run_kickpath({"timeline", "/nowhere.txt", "-o", scratch.path("t.json")}).code == 2);
  CHECK(run_kickpath({"timeline", recorded("other-core.perf.txt")}).code == 2);
  CHECK(run_kickpath({"timeline", recorded("other-core.perf.txt"), "-o", "/nowhere/t.json"}).code == 1);
  CHECK(scratch.files().size() == 1);
}
