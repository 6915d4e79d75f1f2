#include "vmm/doors.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::vmm;
using notify::KickPathKind;
using protocol::KickKind;

namespace {

kvm_run port_exit(std::uint64_t port, bool is_out = true) {
  kvm_run run{};
  run.exit_reason = KVM_EXIT_IO;
  run.io.direction = is_out ? KVM_EXIT_IO_OUT : KVM_EXIT_IO_IN;
  run.io.port = static_cast<std::uint16_t>(port);
  run.io.size = 4;
  return run;
}

kvm_run mmio_exit(std::uint64_t address, bool is_write = true) {
  kvm_run run{};
  run.exit_reason = KVM_EXIT_MMIO;
  run.mmio.phys_addr = address;
  run.mmio.len = 4;
  run.mmio.is_write = is_write ? 1 : 0;
  return run;
}

}  // namespace

TEST_CASE("Each kick path is a port, an MMIO word, or nothing") {
  CHECK(kick_kind(KickPathKind::none) == KickKind::none);
  CHECK(kick_kind(KickPathKind::userspace_pio) == KickKind::port);
  CHECK(kick_kind(KickPathKind::userspace_mmio) == KickKind::mmio);
  CHECK(kick_kind(KickPathKind::ioeventfd_pio) == KickKind::port);
  CHECK(kick_kind(KickPathKind::ioeventfd_mmio) == KickKind::mmio);
  CHECK(kick_kind(KickPathKind::ioeventfd_mmio_wildcard) == KickKind::mmio);
  CHECK(kick_kind(KickPathKind::ioeventfd_hypercall) == KickKind::none);
}

TEST_CASE("Doors are four bytes apart") {
  CHECK(kick_address(KickPathKind::ioeventfd_pio, 0) == 0x1000);
  CHECK(kick_address(KickPathKind::ioeventfd_pio, 3) == 0x1000 + 3 * 4);
  CHECK(kick_address(KickPathKind::ioeventfd_mmio, 3) == 0xd0000000 + 3 * 4);
}

TEST_CASE("A kick at a door is known by its address, for each door of both kinds") {
  for (std::uint32_t door = 0; door < protocol::max_kicks; ++door) {
    CHECK(door_of(port_exit(kick_address(KickPathKind::userspace_pio, door))) == door);
    CHECK(door_of(mmio_exit(kick_address(KickPathKind::userspace_mmio, door))) == door);
  }
}

TEST_CASE("Just outside of the doors, on both sides, there is none") {
  constexpr std::uint64_t bytes = 2048 * 4;
  CHECK_FALSE(door_of(port_exit(0x1000 - 1)));
  CHECK(door_of(port_exit(0x1000 + bytes - 1)) == 2047u);
  CHECK_FALSE(door_of(port_exit(0x1000 + bytes)));
  CHECK_FALSE(door_of(mmio_exit(0xd0000000 - 1)));
  CHECK(door_of(mmio_exit(0xd0000000 + bytes - 1)) == 2047u);
  CHECK_FALSE(door_of(mmio_exit(0xd0000000 + bytes)));
  CHECK_FALSE(door_of(port_exit(protocol::exit_port)));
  CHECK_FALSE(door_of(port_exit(protocol::fault_port)));
}

TEST_CASE("A port's number is no MMIO door, nor the other way round") {
  CHECK_FALSE(door_of(mmio_exit(0x1000)));
  CHECK_FALSE(door_of(port_exit(0)));  // 0xd0000000 modulo 2^16
}

TEST_CASE("Who reads does not knock") {
  CHECK_FALSE(door_of(port_exit(0x1000, false)));
  CHECK_FALSE(door_of(mmio_exit(0xd0000000, false)));
}

TEST_CASE("No other exit is a kick, whatever its union holds") {
  kvm_run run = mmio_exit(0xd0000000);
  run.exit_reason = KVM_EXIT_SHUTDOWN;
  CHECK_FALSE(door_of(run));
}

TEST_CASE("A door's interrupt line comes after the 24 pins of the IOAPIC") {
  CHECK(gsi_of(0) == 24);
  CHECK(gsi_of(2047) == 2071);
}
