#include "seating/seats.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using vm::PlacementSpec;

/// Who sits where: design.md section 3, `placement`.
namespace {

vm::VmSpec group(const char* name, std::uint32_t count, std::uint32_t vcpus) {
  vm::VmSpec spec;
  spec.name = name;
  spec.count = count;
  spec.vcpus = vcpus;
  spec.devices.emplace_back();
  spec.placement.vcpus = PlacementSpec::Vcpus::spread;
  return spec;
}

vm::MachineSpec machine_of(std::uint32_t cores, std::vector<vm::VmSpec> groups) {
  vm::MachineSpec machine;
  machine.host.cores = cores;
  machine.vms = std::move(groups);
  return machine;
}

/// The one core of a pinned thread.
std::uint32_t core_of(const host::CoreSet& cores) {
  REQUIRE(cores.count() == 1);
  return cores.first(host::max_cores)->value;
}

}  // namespace

TEST_CASE("Instances are named and numbered over the whole scenario") {
  const auto seats = seating::seats(machine_of(2, {group("web", 2, 1), group("db", 1, 1)}));
  REQUIRE(seats.size() == 3);
  CHECK(seats[0].name == "web0");
  CHECK(seats[1].name == "web1");
  CHECK(seats[2].name == "db0");
  for (vm::VmIndex i = 0; i < 3; ++i) CHECK(seats[static_cast<std::size_t>(i)].index == i);
}

TEST_CASE("Spread deals all vcpus of the scenario to the cores in turn") {
  const auto seats = seating::seats(machine_of(3, {group("a", 2, 2), group("b", 1, 1)}));
  CHECK(core_of(seats[0].vcpus[0]) == 0);
  CHECK(core_of(seats[0].vcpus[1]) == 1);
  CHECK(core_of(seats[1].vcpus[0]) == 2);
  CHECK(core_of(seats[1].vcpus[1]) == 0);
  CHECK(core_of(seats[2].vcpus[0]) == 1);
}

TEST_CASE("A list of cores is dealt within the group, and begins again") {
  vm::VmSpec listed = group("a", 2, 2);
  listed.placement.vcpus = PlacementSpec::Vcpus::cores;
  listed.placement.vcpu_cores = {3, 1, 2};
  const auto seats = seating::seats(machine_of(4, {group("first", 1, 1), listed}));
  CHECK(core_of(seats[1].vcpus[0]) == 3);
  CHECK(core_of(seats[1].vcpus[1]) == 1);
  CHECK(core_of(seats[2].vcpus[0]) == 2);
  CHECK(core_of(seats[2].vcpus[1]) == 3);
}

TEST_CASE("Unpinned threads may run on every core of the host and on no other") {
  vm::VmSpec anywhere = group("a", 1, 1);
  anywhere.placement.vcpus = PlacementSpec::Vcpus::any;
  const auto seats = seating::seats(machine_of(3, {anywhere}));
  CHECK(seats[0].vcpus[0] == host::CoreSet::up_to(3));
  CHECK(seats[0].servers[0][0] == host::CoreSet::up_to(3));
}

TEST_CASE("Servers on the same core, and on the next one modulo the cores") {
  vm::VmSpec same = group("same", 2, 1);
  same.placement.servers = PlacementSpec::Servers::same_core;
  vm::VmSpec other = group("other", 2, 1);
  other.placement.servers = PlacementSpec::Servers::other_core;
  const auto seats = seating::seats(machine_of(4, {same, other}));
  CHECK(core_of(seats[0].servers[0][0]) == 0);
  CHECK(core_of(seats[1].servers[0][0]) == 1);
  CHECK(core_of(seats[2].servers[0][0]) == 3);  // its vcpu is on 2
  CHECK(core_of(seats[3].servers[0][0]) == 0);  // its vcpu is on 3
}

TEST_CASE("On a host of one core the other core is the same") {
  vm::VmSpec other = group("a", 1, 1);
  other.placement.servers = PlacementSpec::Servers::other_core;
  CHECK(core_of(seating::seats(machine_of(1, {other}))[0].servers[0][0]) == 0);
}

TEST_CASE("A list of server cores is dealt device by device") {
  vm::VmSpec listed = group("a", 2, 1);
  listed.devices.emplace_back();
  listed.placement.servers = PlacementSpec::Servers::cores;
  listed.placement.server_cores = {2, 3, 1};
  const auto seats = seating::seats(machine_of(4, {listed}));
  CHECK(core_of(seats[0].servers[0][0]) == 2);
  CHECK(core_of(seats[0].servers[1][0]) == 3);
  CHECK(core_of(seats[1].servers[0][0]) == 1);
  CHECK(core_of(seats[1].servers[1][0]) == 2);
}
