#include "vmm/interrupt_line.hpp"

#include <system_error>

#include <catch2/catch.hpp>

using namespace kickpath::vmm;
using kickpath::notify::InterruptPathKind;

namespace {

constexpr int no_vm = -1;

}  // namespace

TEST_CASE("A message names the vcpu in bits 12 to 19 of its address, and its data is the vector") {
  const kvm_msi first = message_to(0, 0x40);
  CHECK(first.address_lo == 0xfee00000);
  CHECK(first.address_hi == 0);
  CHECK(first.data == 0x40);
  CHECK(first.flags == 0);
  CHECK(message_to(1, 0x40).address_lo == 0xfee01000);
  CHECK(message_to(254, 0xfe).address_lo == 0xfeefe000);
  CHECK(message_to(254, 0xfe).data == 0xfe);
}

TEST_CASE("A line that is not there is raised without anybody noticing") {
  const InterruptLine line(no_vm, InterruptPathKind::none, 24, 0, 0x40);
  CHECK_FALSE(line.is_there());
  line.raise();
}

TEST_CASE("A line by ioctl asks the VM at each interrupt") {
  const InterruptLine line(no_vm, InterruptPathKind::ioctl, 24, 0, 0x40);
  CHECK(line.is_there());
  CHECK_THROWS_WITH(line.raise(), Catch::StartsWith("KVM_SIGNAL_MSI: "));
}

TEST_CASE("An irqfd asks the VM once, before the first interrupt") {
  CHECK_THROWS_WITH(InterruptLine(no_vm, InterruptPathKind::irqfd, 24, 0, 0x40),
                    Catch::StartsWith("KVM_IRQFD: "));
}
