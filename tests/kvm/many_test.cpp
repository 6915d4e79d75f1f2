#include <sys/resource.h>

#include <catch2/catch.hpp>

#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::testing;

TEST_CASE("Several vcpus and queues: queue q belongs to vcpu q modulo vcpus, and every vcpu completes") {
  vm::VmSpec spec = one_ring();
  spec.vcpus = 3;
  spec.devices[0].queues = GENERATE(std::uint16_t{2}, std::uint16_t{3}, std::uint16_t{7});
  spec.workload.queue_depth = 4;
  RealMachine real(machine_of(spec));
  CHECK(known(real.run_until(900)[0].counts.ops) >= 900);
  const vmm::Vm& vm = *real.machine.vms()[0];
  for (std::size_t v = 0; v < 3; ++v) {
    INFO("vcpu " << v);
    // Two queues leave the third vcpu without work.
    CHECK((vm.control(v).progress.ops > 0) == (v < spec.devices[0].queues));
  }
}

TEST_CASE("Guest threads post and kick for themselves") {
  vm::VmSpec spec = one_ring();
  spec.vcpus = 2;
  spec.devices[0].queues = 2;
  spec.workload.threads = 5;
  const results::Counts counts = RealMachine(machine_of(spec)).run_until(300)[0].counts;
  CHECK(known(counts.ops) >= 300);
}

TEST_CASE("Eight VMs on few cores lose nothing, wherever their threads lie") {
  vm::VmSpec spec = one_ring();
  spec.count = 8;
  spec.workload.queue_depth = 4;
  using Placement = vm::PlacementSpec;
  const bool has_two = cpus_here().size() > 1;
  const auto servers =
      GENERATE(Placement::Servers::same_core, Placement::Servers::other_core, Placement::Servers::any);
  if (servers == Placement::Servers::other_core && !has_two) {
    WARN("skipped: this machine has no other core");
    return;
  }
  spec.placement.vcpus = Placement::Vcpus::spread;
  spec.placement.servers = servers;
  RealMachine real(machine_of(spec));
  const auto vms = real.run_until(500);
  REQUIRE(vms.size() == 8);
  for (const auto& vm : vms) CHECK(known(vm.counts.ops) >= 500);
}

TEST_CASE("A soft limit on open files, 1024 mostly, does not limit the VMs") {
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit low{24, before.rlim_max};  // 8 VMs take 8 each
  REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
  vm::VmSpec spec = one_ring();
  spec.count = 8;
  CHECK(RealMachine(machine_of(spec)).run_until(50).size() == 8);
  CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
}

TEST_CASE("Groups of different VMs run side by side with hogs") {
  vm::MachineSpec machine = machine_of(one_ring());
  vm::VmSpec other = one_ring();
  other.name = "other";
  other.workload.kind = workload::WorkloadKind::open_loop;
  other.workload.arrivals = Distribution::exponential(2_ms);
  machine.vms.push_back(other);
  machine.background.push_back({"hog", 2, 5, {0}});
  RealMachine real(machine);
  const auto vms = real.run_until(50);
  REQUIRE(vms.size() == 2);
  CHECK(vms[1].name == "other0");
  CHECK(real.machine.hogs().size() == 2);
}
