#include <catch2/catch.hpp>

#include "engine/random_stream.hpp"
#include "host/weights.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Tasks that compete: shares by weight, balancing, affinity.
namespace {

const host::CoreSet core0 = host::CoreSet::only(CoreId{0});

double share(const host::Task& task, Duration of) {
  return static_cast<double>(task.cpu_time().count()) / static_cast<double>(of.count());
}

}  // namespace

TEST_CASE("Hogs on one core share it by their weights") {
  for (const char* policy : {"cfs", "eevdf"}) {
    INFO(policy);
    ScriptedHost machine(host_of(1, policy), profile_of({}));
    const host::Task& a = machine.hog("a", core0);
    const host::Task& b = machine.hog("b", core0);
    const host::Task& c = machine.hog("c", core0, 5);
    machine.run_until(20_s);
    const double total = 2 * 1024.0 + 335.0;  // nice 5 weighs 335
    CHECK(share(a, 20_s) == Approx(1024 / total).epsilon(0.01));
    CHECK(share(b, 20_s) == Approx(1024 / total).epsilon(0.01));
    CHECK(share(c, 20_s) == Approx(335 / total).epsilon(0.01));
    CHECK(a.cpu_time() + b.cpu_time() + c.cpu_time() == 20_s);
  }
}

TEST_CASE("First come first served: the first hog keeps the core for good") {
  ScriptedHost machine(host_of(1), profile_of({}));
  const host::Task& a = machine.hog("a", core0);
  const host::Task& b = machine.hog("b", core0);
  machine.run_until(1_s);
  CHECK(a.cpu_time() == 1_s);
  CHECK(b.cpu_time() == 0_s);
}

TEST_CASE("A waiting task that is bound to no core moves to the core that falls idle, a bound one does not") {
  for (const char* policy : {"fifo", "cfs", "eevdf"}) {
    INFO(policy);
    ScriptedHost machine(host_of(2, policy), profile_of({}));
    machine.hog("holder", core0);
    machine.task("short", 1, [](host::Task& self) { self.run_through(50_ms); });
    machine.task("short too", 1, [](host::Task& self) { self.run_through(50_ms); });
    const host::Task& roamer =
        machine.hog("roamer", host::CoreSet::up_to(2));  // starts on core 0, which has fewer
    const host::Task& bound = machine.hog("bound", core0);
    machine.run_until(1_s);
    CHECK(roamer.core() == CoreId{1});
    CHECK(roamer.cpu_time() > 800_ms);
    CHECK(bound.core() == CoreId{0});
  }
}

TEST_CASE("Whatever happens, no task runs where it may not") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const char* policy = std::array{"fifo", "cfs", "eevdf"}[seed % 3];
    ScriptedHost machine(host_of(4, policy),
                         profile_of({{Component::wake_remote, 1_us}, {Component::sched_switch, 1_us}}), seed);
    std::uint64_t switches = 0, violations = 0;
    machine.host.probes.sched_switch.subscribe([&](CoreId core, host::Task*, host::Task* next) {
      ++switches;
      if (next != nullptr && !next->spec().affinity.contains(core)) ++violations;
    });
    std::vector<host::Task*> tasks;
    for (int i = 0; i < 10; ++i) {
      const std::string name = "task" + std::to_string(i);
      engine::RandomStream stream = machine.simulation.random(name);
      host::CoreSet allowed;
      for (std::uint32_t c = 0; c < 4; ++c)
        if (stream.uniform(0_ps, 1'000_ps) < 400_ps) allowed.insert(CoreId{c});
      allowed.insert(CoreId{static_cast<std::uint32_t>(i % 4)});
      tasks.push_back(
          &machine.task_on(name, allowed, [&machine, &tasks, i, stream](host::Task& self) mutable {
            for (;;) {
              self.run_through(stream.uniform(1_us, 900_us));
              self.host().wake(*tasks[static_cast<std::size_t>(i * 7 + 3) % tasks.size()], self);
              static_cast<void>(
                  self.block_until(machine.simulation.now() + stream.uniform(1_us, 700_us), "a peer"));
            }
          }));
    }
    machine.run_until(200_ms);
    INFO("seed " << seed);
    CHECK(violations == 0);
    CHECK(switches > 300);
  }
}
