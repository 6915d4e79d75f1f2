#include <catch2/catch.hpp>

#include "host/policy/gang.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Gang scheduling: slots of 10 ms, first come first served within a gang. Costs are 0 where nothing else is said.
namespace {

struct GangHost {
  explicit GangHost(std::uint32_t cores, bool is_strict = false, const cost::CostProfile& profile = profile_of({}))
      : machine(spec_of(cores, is_strict), profile) {
    machine.host.probes.sched_switch.subscribe([this](CoreId core, const host::Task*, const host::Task* next) {
      switches.push_back({machine.now(), core.value, next == nullptr ? "idle" : next->name()});
    });
  }

  static host::HostSpec spec_of(std::uint32_t cores, bool is_strict) {
    host::HostSpec spec = host_of(cores, "gang");
    spec.scheduler.base = "fifo";
    spec.scheduler.strict = is_strict;
    return spec;
  }

  /// Runs its script, then sleeps for good. VM -1: a task of the host's own.
  host::Task& task(const char* name, int vm, std::uint32_t core, std::function<void(host::Task&)> script) {
    return machine.host.spawn({name, vm, host::CoreSet::only(CoreId{core})},
                              [run = std::move(script)](host::Task& self) {
                                run(self);
                                for (;;) self.block("nothing: its script is over");
                              });
  }
  host::Task& hog(const char* name, int vm, std::uint32_t core) {
    return task(name, vm, core, [](host::Task& self) { self.run_through(Duration::max()); });
  }

  struct Switch {
    Duration at;
    std::uint32_t core;
    std::string to;
    friend bool operator==(const Switch&, const Switch&) = default;
  };
  /// Those of one core.
  std::vector<Switch> switches_of(std::uint32_t core) const {
    std::vector<Switch> of;
    for (const Switch& each : switches)
      if (each.core == core) of.push_back(each);
    return of;
  }
  Duration busy(std::uint32_t core) {
    Duration sum{};
    for (const auto& [task, ran] : machine.host.core(CoreId{core}).usage()) sum += ran;
    return sum;
  }

  ScriptedHost machine;
  std::vector<Switch> switches;
};

using Switches = std::vector<GangHost::Switch>;

}  // namespace

TEST_CASE("gang: two VMs with a hog on each of two cores take turns of 10 ms, on both cores at once") {
  GangHost host(2);
  for (const std::uint32_t core : {0u, 1u}) {
    host.hog("a", 0, core);
    host.hog("b", 1, core);
  }
  host.machine.run_until(39_ms);
  for (const std::uint32_t core : {0u, 1u})
    CHECK(host.switches_of(core) ==
          Switches{{0_ms, core, "a"}, {10_ms, core, "b"}, {20_ms, core, "a"}, {30_ms, core, "b"}});
  CHECK(host.machine.host.tasks()[0]->cpu_time() == 20_ms);
  CHECK(host.machine.host.tasks()[1]->cpu_time() == 19_ms);
}

TEST_CASE("gang: each VM has its slot, and the host's own tasks have one together") {
  // In 30 ms: one slot for the two host tasks, of which the first runs to its end, and one for each VM.
  GangHost host(1);
  const host::Task& own = host.hog("own", -1, 0);
  const host::Task& second = host.hog("second", -1, 0);
  const host::Task& a = host.hog("a", 0, 0);
  const host::Task& b = host.hog("b", 1, 0);
  host.machine.run_until(30_ms);
  CHECK(own.cpu_time() + second.cpu_time() == 10_ms);
  CHECK(a.cpu_time() == 10_ms);
  CHECK(b.cpu_time() == 10_ms);
}

TEST_CASE("gang: where the slot's owner has nothing to run the next in turn does, or nobody where it is strict") {
  // Slots of 10 ms: the host's own on core 0 alone, VM 0's and VM 1's on both cores.
  for (const bool is_strict : {false, true}) {
    GangHost host(2, is_strict);
    host.hog("own", -1, 0);
    host.hog("a", 0, 0);
    host.hog("b", 1, 0);
    const host::Task& a = host.hog("a", 0, 1);
    const host::Task& b = host.hog("b", 1, 1);
    host.machine.run_until(30_ms);
    CHECK(host.busy(0) == 30_ms);
    CHECK(host.busy(1) == (is_strict ? 20_ms : 30_ms));
    CHECK(a.cpu_time() == (is_strict ? 10_ms : 10_ms + 10_ms));
    CHECK(b.cpu_time() == 10_ms);
  }
}

TEST_CASE("gang: who fills a hole is preempted when the slot's owner wakes up, and by nobody in its own slot") {
  GangHost host(2);
  host.hog("a1", 0, 1);  // VM 0 has the first slot, and a hole on core 0
  host.task("a0", 0, 0, [](host::Task& self) {
    self.block_until(Instant{3_ms}, "its time");
    self.run_through(2_ms);
    self.block_until(Instant{13_ms}, "its time");  // in VM 1's slot
    self.run_through(2_ms);
  });
  host.hog("b0", 1, 0);
  host.machine.run_until(25_ms);
  CHECK(host.switches_of(0) == Switches{{0_ms, 0, "a0"},
                                        {0_ms, 0, "b0"},
                                        {3_ms, 0, "a0"},
                                        {5_ms, 0, "b0"},
                                        {20_ms, 0, "a0"},
                                        {22_ms, 0, "b0"}});
  CHECK(host.switches_of(1) == Switches{{0_ms, 1, "a1"}});  // also in VM 1's slot, which has nothing there
}

TEST_CASE("gang: a VM that sleeps when its turn comes is passed over; one that falls asleep keeps its slot if strict") {
  GangHost host(1, true);
  host.hog("a", 0, 0);
  host.task("b", 1, 0, [](host::Task& self) {
    self.run_through(1_ms);                        // of 10 to 20 ms; then the core idles
    self.block_until(Instant{33_ms}, "its time");  // at 30 ms it sleeps
    self.run_through(1_ms);
  });
  host.machine.run_until(45_ms);
  CHECK(host.switches ==
        Switches{{0_ms, 0, "a"}, {10_ms, 0, "b"}, {11_ms, 0, "idle"}, {20_ms, 0, "a"}, {40_ms, 0, "b"}, {41_ms, 0, "idle"}});
}

TEST_CASE("gang: where nobody has the slot the first VM that wakes up has the rest of it") {
  GangHost host(2, true);
  const auto wakes_at = [](Duration date, Duration work) {
    return [date, work](host::Task& self) {
      self.block_until(Instant{date}, "its time");
      self.run_through(work);
    };
  };
  host.task("a", 0, 0, wakes_at(24_ms, 9_ms));
  host.task("b", 1, 1, wakes_at(22_ms, 10_ms));
  host.machine.run_until(50_ms);
  // Both fall asleep in their first turns: a at 0, b at 10 ms. From 20 ms on nobody has the slot.
  CHECK(host.switches_of(1) ==
        Switches{{10_ms, 1, "b"}, {10_ms, 1, "idle"}, {22_ms, 1, "b"}, {30_ms, 1, "idle"}, {40_ms, 1, "b"}, {42_ms, 1, "idle"}});
  CHECK(host.switches_of(0) == Switches{{0_ms, 0, "a"}, {0_ms, 0, "idle"}, {30_ms, 0, "a"}, {39_ms, 0, "idle"}});
}

TEST_CASE("gang: who is woken on an idle core before its slot costs no IPI, and leaves idle with its slot") {
  constexpr Duration exit = 2_us;
  for (const bool is_strict : {false, true}) {
    GangHost host(2, is_strict, profile_of({{cost::Component::wake_idle_exit, exit}}));
    std::size_t ipis = 0;
    host.machine.host.probes.ipi_send.subscribe([&](const host::Task*, CoreId, host::IpiReason) { ++ipis; });
    Duration ran_at{};
    host::Task& b = host.task("b", 1, 1, [&](host::Task& self) {
      self.block("a wake-up");
      ran_at = host.machine.now();
      self.run_through(1_ms);
    });
    host.task("a", 0, 0, [&](host::Task& self) {
      self.block_until(Instant{13_ms}, "VM 1 to have slept");
      self.run_through(10_ms);  // from 20 ms on it has the slot
      host.machine.host.wake(b, self);
      self.run_through(Duration::max());
    });
    host.machine.run_until(50_ms);
    const Duration woken = 13_ms + exit + 10_ms;
    CHECK(ran_at == (is_strict ? 30_ms + exit : woken + exit));
    CHECK(ipis == (is_strict ? 0 : 1));
  }
}

TEST_CASE("gang: a task in the kernel keeps its core until it may be preempted, beyond its slot") {
  GangHost host(1);
  host.task("a", 0, 0, [](host::Task& self) {
    for (;;) {
      self.kernel(6_ms);
      self.preemption_point();
    }
  });
  host.hog("b", 1, 0);
  host.machine.run_until(25_ms);
  CHECK(host.switches == Switches{{0_ms, 0, "a"}, {12_ms, 0, "b"}, {20_ms, 0, "a"}});
}

TEST_CASE("gang: each thread of a VM has a core of its own while there are as many, the emptiest first") {
  GangHost host(4);
  const auto add = [&](int vm, std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i)
      host.machine.host.spawn({"thread", vm, host::CoreSet::up_to(4)},
                              [](host::Task& self) { self.run_through(Duration::max()); });
  };
  add(0, 2);
  add(1, 3);
  add(2, 5);
  host.machine.run_until(25_ms);
  std::vector<std::uint32_t> cores;
  for (const auto& task : host.machine.host.tasks()) cores.push_back(task->core().value);
  CHECK(cores == std::vector<std::uint32_t>{0, 1, /**/ 2, 3, 0, /**/ 1, 2, 3, 0, 1});
}

TEST_CASE("A host of gangs has no groups") {
  engine::Simulation simulation(1);
  const std::vector<host::CgroupSpec> groups{{}};
  CHECK_THROWS_AS((host::Host{simulation, GangHost::spec_of(1, false), profile_of({}), groups}), std::invalid_argument);
}
