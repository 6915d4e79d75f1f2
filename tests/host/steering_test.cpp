#include "host/steering.hpp"

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

namespace {

/// A host under a what-if policy over fifo, with threads of VMs that may run anywhere: each works for 10 us,
/// sleeps for 40 us, and so on.
struct Steered {
  Steered(const char* policy, std::uint32_t cores) : machine(spec_of(policy, cores), ps::profile()) {}

  static host::HostSpec spec_of(const char* policy, std::uint32_t cores) {
    host::HostSpec spec = host_of(cores, policy);
    spec.scheduler.base = "fifo";
    return spec;
  }

  host::Task& add(const std::string& name, int vm, bool is_vcpu, const host::Task* serves, Duration sleep) {
    const host::CoreSet anywhere = host::CoreSet::up_to(machine.host.core_count());
    return machine.host.spawn({name, vm, anywhere, 0, is_vcpu, serves}, [this, sleep](host::Task& self) {
      for (;;) {
        self.run_through(10_us);
        self.block_until(machine.simulation.now() + sleep, "its next turn");
      }
    });
  }
  host::Task& vcpu(int vm, Duration sleep = 40_us) { return add("vcpu", vm, true, nullptr, sleep); }
  host::Task& server(int vm, const host::Task& of) { return add("iothread", vm, false, &of, 40_us); }

  std::vector<std::uint32_t> cores_after(Duration date) {
    machine.run_until(date);
    std::vector<std::uint32_t> cores;
    for (const auto& task : machine.host.tasks()) cores.push_back(task->core().value);
    return cores;
  }

  ScriptedHost machine;
};

using Cores = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("colocate: with one VM on two cores the iothread has the core that no vcpu needs") {
  Steered host("colocate", 2);
  host.server(0, host.vcpu(0));
  CHECK(host.cores_after(5_ms) == Cores{0, 1});
}

TEST_CASE("colocate: with two VMs on two cores each iothread runs on its vcpu's core") {
  Steered host("colocate", 2);
  const host::Task& first = host.vcpu(0);
  const host::Task& second = host.vcpu(1);
  host.server(0, first);
  host.server(1, second);
  CHECK(host.cores_after(5_ms) == Cores{0, 1, 0, 1});
}

TEST_CASE("colocate: a vcpu that sleeps for longer than 10 ms leaves its core to the others' iothreads") {
  Steered host("colocate", 2);
  const host::Task& busy = host.vcpu(0);
  host.vcpu(1, 100_ms);
  host.server(0, busy);
  CHECK(host.cores_after(9_ms) == Cores{0, 1, 0});    // both vcpus ran lately
  CHECK(host.cores_after(20_ms) == Cores{0, 1, 1});   // the second one not since 0 ms
  CHECK(host.cores_after(105_ms) == Cores{0, 1, 0});  // and now it did
}

TEST_CASE("core-per-iothread: servers have the last cores, one each, and vcpus share the others") {
  Steered host("core-per-iothread", 4);
  const host::Task& a = host.vcpu(0);
  const host::Task& b = host.vcpu(1);
  const host::Task& c = host.vcpu(2);
  host.server(0, a);
  host.server(1, b);
  static_cast<void>(c);
  CHECK(host.cores_after(5_ms) == Cores{0, 1, 0, 3, 2});
}

TEST_CASE("core-per-iothread: the vcpus keep one core, and servers that are too many share side cores") {
  Steered host("core-per-iothread", 3);
  const host::Task& a = host.vcpu(0);
  for (int i = 0; i < 3; ++i) host.server(0, a);
  CHECK(host.cores_after(5_ms) == Cores{0, 2, 1, 2});
}

TEST_CASE("A thread that its user has bound is not steered, and neither is a background task") {
  Steered host("core-per-iothread", 2);
  const host::Task& vcpu = host.machine.host.spawn({"bound", 0, host::CoreSet::only(CoreId{1}), 0, true},
                                                   [](host::Task& self) { self.run_through(1_s); });
  host.server(0, vcpu);
  CHECK(host.cores_after(1_ms) == Cores{1, 1});
}

TEST_CASE("What-if policies have names of their own, and stand on another policy") {
  CHECK(host::is_steering("colocate"));
  CHECK(host::is_steering("core-per-iothread"));
  CHECK_FALSE(host::is_steering("eevdf"));
}
