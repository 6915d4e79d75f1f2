#include "tracefiles/vmexit_log.hpp"

#include <sstream>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::tracefiles;

namespace {

struct Log {
  std::vector<VmexitTest> tests;
  std::string errors;
};

Log read(const std::string& text) {
  std::istringstream in{text};
  config::Errors errors;
  auto tests = read_vmexit_log(in, "v.log", errors);
  return {std::move(tests), errors.format()};
}

const std::string sample =
    "timeout -k 1s --foreground 90s /usr/bin/qemu-system-x86_64 -nodefaults -device pci-testdev -smp 2\n"
    "\x1b[2J\x1b[1;1HSeaBIOS (version 1.16.2-debian-1.16.2-1)\r\n"
    "Booting from ROM...\r\n"
    "enabling apic\n"
    "smp: waiting for 1 APs\n"
    "paging enabled\n"
    "cr0 = 80010011\n"
    "cr3 = 1007000\n"
    "PM timer port is 608\n"
    "pci-testdev at 0x10 membar febff000 iobar c000\n"
    "cpuid 1542\n"
    "inl_from_kernel 2107\r\n"
    "x2apic_self_ipi_sti_hlt (skipped)\n"
    "self_ipi_tpr 2611\n"
    "  ipi self_ipi_tpr 1930\n"
    "  eoi self_ipi_tpr 560\n"
    "mmio-wildcard-eventfd:pci-mem 2204\n"
    "portio-no-eventfd:pci-io 8800\n"
    "PASS vmexit (18 tests)\n";

}  // namespace

TEST_CASE("Tests are found amid the output of firmware and harness") {
  const Log log = read(sample);
  CHECK(log.errors.empty());
  REQUIRE(log.tests.size() == 7);
  CHECK(log.tests[0].name == "cpuid");
  CHECK(log.tests[0].cycles == Cycles{1542});
  CHECK(log.tests[0].line == 11);
  CHECK(log.tests[1].name == "inl_from_kernel");
  CHECK(log.tests[1].cycles == Cycles{2107});
  CHECK(log.tests[3].name == "ipi self_ipi_tpr");
  CHECK(log.tests[4].cycles == Cycles{560});
  CHECK(log.tests[5].name == "mmio-wildcard-eventfd:pci-mem");
  CHECK(log.tests[6].name == "portio-no-eventfd:pci-io");
}

TEST_CASE("Cycles become nanoseconds by the caller's frequency") {
  CHECK(nanoseconds_of({"cpuid", {1542}}, Frequency{2'000'000'000}) == 1542 / 2.0);
}

TEST_CASE("Names of old versions hold other characters") {
  const Log log = read("ipi+halt 900\nple-round-robin 41\n");
  CHECK(log.errors.empty());
  CHECK(log.tests.size() == 2);
}

TEST_CASE("A log without tests is refused") {
  const std::string refusal = "v.log: no line 'NAME CYCLES' as x86/vmexit.c prints them\n";
  CHECK(read("").errors == refusal);
  CHECK(read("enabling apic\nPASS 12\nname: 5\ncpuid 1542 x\ncpuid -\n").errors == refusal);
  CHECK(read("cpuid 154").errors == refusal);  // torn: who knows how many digits are missing
  using namespace std::string_literals;
  CHECK(read("\x01\x02\n").errors ==
        "v.log:1:1: is binary: no text: no line 'NAME CYCLES' as x86/vmexit.c prints them\n");
}

TEST_CASE("A test with two results, or with none, is an error") {
  CHECK(read("cpuid 1\nvmcall 2\ncpuid 3\n").errors ==
        "v.log:3:1: cpuid: also in line 1: give one run's log\n");
  CHECK(read("vmcall 2\ncpuid -12\n").errors ==
        "v.log:2:1: cpuid: -12 cycles: the test's counter overflowed\n");
}
