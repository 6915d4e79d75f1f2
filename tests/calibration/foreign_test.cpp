#include <catch2/catch.hpp>

#include "calibration/foreign_composites.hpp"
#include "synthetic.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::calibration;

namespace {

// A vcpu (pid 11) on cpu 0 that kicks and wakes a server (pid 12) 3 us later, over and over.
std::string kicks(int count) {
  std::string text = "# tracer: nop\n#\n";
  for (int i = 0; i < count; ++i) {
    const int us = 1000 * i;
    text += fmt::format(
        "  qemu-11  [000] .....  5.{:06}: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0\n", us);
    text += fmt::format(
        "  qemu-11  [000] d....  5.{:06}: sched_waking: comm=io pid=12 prio=120 target_cpu=001\n", us + 3);
  }
  return text;
}

const char* const vmexit_log = "enabling apic\ncpuid 1542\noutl_to_kernel 2400\nvmcall 1200\n";

struct Read {
  Composites composites;
  std::vector<std::string> notes;
  std::string errors;
};

Read read_trace(const std::string& text) {
  const TestFile file("t.txt", text);
  config::Errors errors;
  Read read;
  read.composites = composites_of_trace(file.path(), std::nullopt, errors, read.notes);
  read.errors = errors.format();
  return read;
}

Read read_vmexit(const std::string& text, std::optional<Frequency> tsc) {
  const TestFile file("v.log", text);
  config::Errors errors;
  Read read;
  read.composites = composites_of_vmexit(file.path(), tsc, errors);
  read.errors = errors.format();
  return read;
}

InputKind kind_of_text(const std::string& text) {
  const TestFile file("k.txt", text);
  return kind_of(file.path());
}

}  // namespace

TEST_CASE("A file's kind is told by its first lines") {
  CHECK(kind_of_text("{\"schema\": 1}") == InputKind::measurement);
  CHECK(kind_of_text("\n  {\n") == InputKind::measurement);
  CHECK(kind_of_text(kicks(1)) == InputKind::trace);
  CHECK(kind_of_text(" qemu  11 [000]  5.000001: kvm:kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0\n") ==
        InputKind::trace);
  CHECK(kind_of_text(vmexit_log) == InputKind::vmexit);
  CHECK(kind_of("no-such-file") == InputKind::measurement);
}

TEST_CASE("A phase of 20 samples counts, with a tenth of it as error; 19 do not") {
  const Read enough = read_trace(kicks(20));
  CHECK(enough.errors.empty());
  REQUIRE(enough.composites.used.size() == 1);
  const Composite& composite = enough.composites.used.front();
  CHECK(composite.name == "trace.kick.to_waking");
  CHECK(composite.ns == Approx(3000));
  CHECK(composite.error_ns == Approx(std::hypot(300, 200)));

  const Read few = read_trace(kicks(19));
  CHECK(few.composites.used.empty());
  CHECK(few.composites.unused.front().source == "t.txt");
}

TEST_CASE("A phase whose events were not recorded says which") {
  for (const Unused& unused : read_trace(kicks(20)).composites.unused)
    if (unused.name == "trace.switch.to_interrupt") {
      CHECK(unused.reason.find("sched_switch") != std::string::npos);
      return;
    }
  FAIL("no word of the phase");
}

// 2,400 cycles of 2.4 GHz are 1,000 ns.
TEST_CASE("A log's cycles are time by the clock that is given") {
  const Read read = read_vmexit(vmexit_log, Frequency{2'400'000'000});
  REQUIRE(read.composites.used.size() == 2);
  CHECK(read.composites.used[0].name == "vmexit.outl_to_kernel");
  CHECK(read.composites.used[0].ns == Approx(1000));
  CHECK(read.composites.used[0].source == "v.log:3");
  CHECK(read.composites.used[1].ns == Approx(500));
  CHECK(read.composites.unused.front().name == "vmexit.cpuid");
}

TEST_CASE("Cycles without a clock are an error with its line") {
  CHECK(read_vmexit(vmexit_log, std::nullopt).errors ==
        "v.log:2:1: counts cycles: say of which clock, as in --frequency '2.4 GHz'\n");
}
