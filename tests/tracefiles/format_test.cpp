// The same request in every form in which people hand it over.
#include <catch2/catch.hpp>

#include "texts.hpp"

using namespace kickpath;
using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

void check_request(const Reading& reading) {
  CHECK(reading.errors.empty());
  CHECK(reading.samples == phases_of_one_request);
  CHECK(notes_on(reading.facts).empty());
}

}  // namespace

TEST_CASE("A tracefs text gives the phases of a request") {
  const Reading reading = read(one_request);
  check_request(reading);
  CHECK(reading.facts.format == TraceFormat::tracefs);
  CHECK(reading.facts.lines == 16);
  CHECK(reading.facts.events[index_of(EventKind::kvm_eoi)] == 2);
}

TEST_CASE("A perf script text gives the same") {
  const Reading reading = read(as_perf(one_request));
  check_request(reading);
  CHECK(reading.facts.format == TraceFormat::perf_script);
}

TEST_CASE("perf script may leave out systems, add processes, nanoseconds, call chains and a header") {
  const std::string text = as_perf(one_request);
  check_request(read(replaced(replaced(text, "kvm:kvm", "kvm"), "sched:sched", "sched")));
  check_request(read(replaced(replaced(text, "   20 [", "10/20 ["), "   21 [", "10/21 [")));
  for (const char* piece : {"kvm:", "sched:"})
    check_request(read(replaced(text, ": " + std::string(1, ' ') + piece, ": " + std::string(piece))));
  check_request(read("# captured on: now\n" +
                     replaced(text, "\n", "\n\tffffffff81a2b3c4 schedule+0x24 ([kernel.kallsyms])\n\n")));
}

TEST_CASE("tracefs may have flags of four characters or none, and thread groups") {
  std::string four = replaced(one_request, ".....", "....");
  for (const char* flags : {"d..5", "dNh2", "d..2", "d..1"})
    four = replaced(four, std::string(flags) + ".", flags);
  check_request(read(four));
  std::string none = four;
  for (const char* flags : {"....", "d..5", "dNh2", "d..2", "d..1"})
    none = replaced(none, std::string("] ") + flags, "]");
  check_request(read(none));
  check_request(read(replaced(one_request, "     [", " (     10) [")));
}

TEST_CASE("libtraceevent's plugins print tasks in short") {
  const Reading reading = read(
      " mv 20 [000] 1.000000: kvm:kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n"
      " mv 20 [000] 1.000003: sched:sched_wakeup: vm0: io:21 [120] success=1 CPU:000\n"
      " mv 20 [000] 1.000007: sched:sched_switch: mv:20 [120] R ==> vm0: io:21 [120]\n");
  CHECK(reading.errors.empty());
  CHECK(reading.samples ==
        Samples{{"kick.to_wakeup", {3 - 0}}, {"server_wakeup.to_switch.same_core", {7 - 3}}});
}

TEST_CASE("Nine decimals are nanoseconds") {
  const Reading reading = read(
      " mv-20 [000] ..... 1.000000001: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n"
      " mv-20 [000] d..5. 1.000001235: sched_waking: comm=io pid=21 prio=120 target_cpu=000\n");
  CHECK(reading.samples == Samples{{"kick.to_waking", {1.234}}});
}

TEST_CASE("Cycles become time by the TSC's frequency") {
  const std::string text =
      " mv-20 [000] ..... 81030120108: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n"
      " mv-20 [000] d..5. 81030125108: sched_waking: comm=io pid=21 prio=120 target_cpu=000\n";
  // 5000 cycles / 2.5 GHz
  CHECK(read(text, {Frequency{2'500'000'000}}).samples == Samples{{"kick.to_waking", {2}}});
  CHECK(read(text).errors ==
        "t.txt:1:20: '81030120108' counts cycles (trace_clock x86-tsc): the TSC's frequency must be given\n");
}

TEST_CASE("A text may tell the TSC's frequency itself; who knows better says so") {
  const std::string text =
      "# tsc: 2000000000 Hz\n"
      " mv-20 [000] ..... 81030120108: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n"
      " mv-20 [000] d..5. 81030125108: sched_waking: comm=io pid=21 prio=120 target_cpu=000\n";
  // 5000 cycles / 2 GHz, / 2.5 GHz
  CHECK(read(text).samples == Samples{{"kick.to_waking", {2.5}}});
  CHECK(read(text, {Frequency{2'500'000'000}}).samples == Samples{{"kick.to_waking", {2}}});
  CHECK_FALSE(read("# tsc: 0 Hz\n" + text.substr(text.find('\n') + 1)).errors.empty());
}

TEST_CASE("Dates count from the first event, or from a date that is given") {
  const std::string cycles =
      " mv-20 [000] ..... 81030120108: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n";
  const Reading from_there = read(cycles, {Frequency{2'000'000'000}, "81030100108"});
  REQUIRE(from_there.events.size() == 1);
  CHECK(from_there.events[0].date == Instant{std::chrono::microseconds{10}});  // 20000 cycles / 2 GHz
  const std::string seconds =
      " mv-20 [000] ..... 100.250001: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n";
  const Reading later = read(seconds, {{}, "99.750000500"});
  REQUIRE(later.events.size() == 1);
  CHECK(later.events[0].date == Instant{std::chrono::nanoseconds{500'000'500}});  // 100.250001 - 99.7500005
  CHECK(read(seconds, {{}, "soon"}).errors.find("'soon' is no time") != std::string::npos);
}

TEST_CASE("A host that has been up for years has dates") {
  const Reading reading = read(
      " mv-20 [000] ..... 99999999.999999: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n"
      " mv-20 [000] d..5. 100000000.000001: sched_waking: comm=io pid=21 prio=120 target_cpu=000\n");
  CHECK(reading.errors.empty());
  CHECK(reading.samples == Samples{{"kick.to_waking", {2}}});
}

TEST_CASE("Names of tasks may look like anything") {
  const Reading reading = read(
      "  CPU 0/KVM-20 [000] .....   1.000000: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n"
      " a [001] b-21 [001] .....   1.000001: sched_waking: comm=pid=7 pid=8 pid=20 prio=120 "
      "target_cpu=000\n");
  REQUIRE(reading.events.size() == 2);
  CHECK(reading.events[0].comm == "CPU 0/KVM");
  CHECK(reading.events[0].thread == ThreadId{20});
  CHECK(reading.events[1].comm == "a [001] b");
  CHECK(reading.events[1].thread == ThreadId{21});
  CHECK(reading.events[1].other == ThreadId{20});
  const Reading perf =
      read("       CPU 0/KVM   10/20   [003]     1.000000:  kvm:kvm_entry: vcpu 2, rip 0x1\n");
  REQUIRE(perf.events.size() == 1);
  CHECK(perf.events[0].comm == "CPU 0/KVM");
  CHECK(perf.events[0].thread == ThreadId{20});
  CHECK(perf.events[0].cpu == 3);
  CHECK(perf.events[0].apic_id == 2);
}
