#include <set>

#include <catch2/catch.hpp>

#include "booted.hpp"
#include "protocol/address_map.hpp"
#include "vmm/doors.hpp"

using namespace kickpath;
using namespace kickpath::protocol;
using namespace kickpath::testing;

/// Which ports ring 3 reaches by the I/O bitmap: Intel SDM vol. 1, 19.5.2.
namespace {

/// May ring 3 use `bytes` ports from `port`? The processor reads two bytes of the map, which must both be
/// within the TSS's limit, and wants each port's bit to be 0.
bool is_allowed(const Booted& booted, std::uint32_t vcpu, unsigned port, unsigned bytes) {
  const kvm_segment task = booted.registers(vcpu).tr;
  const std::uint64_t at = booted.ram.at<std::uint16_t>(task.base + 0x66) + port / 8;
  if (at + 1 > task.limit) return false;
  const unsigned bits = booted.ram.at<std::uint8_t>(task.base + at) |
                        static_cast<unsigned>(booted.ram.at<std::uint8_t>(task.base + at + 1)) << 8;
  const unsigned wanted = ((1u << bytes) - 1) << port % 8;
  return (bits & wanted) == 0;
}

bool is_ours(unsigned port) {
  return (port >= exit_port && port < exit_port + 4u) || (port >= kick_ports && port < ports_end);
}

}  // namespace

TEST_CASE("Ring 3 may use the exit port's four bytes and the kick ports, of all 65536 ports") {
  const Booted booted;
  for (std::uint32_t vcpu = 0; vcpu < 3; ++vcpu) {
    std::set<unsigned> wrong;
    for (unsigned port = 0; port < 65536; ++port)
      if (is_allowed(booted, vcpu, port, 1) != is_ours(port)) wrong.insert(port);
    CHECK(wrong.empty());
  }
}

TEST_CASE("A kick of four bytes is allowed at each door, and just outside it is not") {
  const Booted booted;
  for (std::uint32_t door = 0; door < max_kicks; ++door) {
    const auto port = static_cast<unsigned>(vmm::kick_address(notify::KickPathKind::ioeventfd_pio, door));
    CHECK(is_allowed(booted, 0, port, 4));
  }
  CHECK_FALSE(is_allowed(booted, 0, kick_ports - 1, 4));
  CHECK_FALSE(is_allowed(booted, 0, ports_end - 3, 4));
}

TEST_CASE("The exit port takes four bytes, not from its neighbours") {
  const Booted booted;
  CHECK(is_allowed(booted, 0, exit_port, 4));
  CHECK_FALSE(is_allowed(booted, 0, exit_port - 1, 4));
  CHECK_FALSE(is_allowed(booted, 0, exit_port + 1, 4));
}
