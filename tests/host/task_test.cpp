#include <catch2/catch.hpp>

#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// What a task may rely on: preemption in user time alone, no lost wake-up, pokes.
namespace {

constexpr Duration sched_switch{1'500'041};

cost::CostProfile switch_cost() { return profile_of({{Component::sched_switch, sched_switch}}); }

host::HostSpec preemptive(std::uint32_t cores) {
  host::HostSpec spec = host_of(cores, "cfs");
  spec.scheduler.wakeup_granularity = 1_us;
  return spec;
}

/// A sleeper on core 0 that a timer wakes 100 us after the start of `script`, which runs on the same core and
/// has worked there for 50 ms, so that the sleeper preempts if it can. How long after the start does it run?
Duration sleeper_runs_at(const ScriptedHost::Script& script) {
  constexpr Duration start = 50_ms;
  ScriptedHost machine(preemptive(1), profile_of({}));
  Duration ran{};
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    self.block("the timer");
    ran = machine.now();
  });
  machine.task("other", 0, [&](host::Task& self) {
    self.run_through(start);
    script(self);
  });
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(sleeper, CoreId{0}); });
  timer.arm(Instant{start + 100_us});
  machine.run_until(100_ms);
  return ran - start;
}

}  // namespace

TEST_CASE("User time is preempted at once") {
  CHECK(sleeper_runs_at([](host::Task& self) { self.run_through(1_ms); }) == 100_us);
}

TEST_CASE("Kernel time is not preempted, until its next preemption point") {
  CHECK(sleeper_runs_at([](host::Task& self) {
          self.kernel(300_us);
          self.kernel(400_us);
          self.preemption_point();
          self.kernel(100_us);
        }) == 700_us);
}

TEST_CASE("Preempted work goes on where it was, and is whole at its end") {
  ScriptedHost machine(preemptive(1), switch_cost());
  Duration took{}, cpu{};
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    self.block("the timer");
    self.run_through(30_us);
  });
  machine.task("worker", 0, [&](host::Task& self) {
    self.run_through(90_ms);
    machine.host.account_all();
    const Duration begin = machine.now(), cpu_at_begin = self.cpu_time();
    self.run_through(20_ms);
    machine.host.account_all();
    took = machine.now() - begin;
    cpu = self.cpu_time() - cpu_at_begin;
  });
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(sleeper, CoreId{0}); });
  timer.arm(Instant{100_ms});
  machine.run_until(200_ms);
  CHECK(took == 20_ms + sched_switch + 30_us + sched_switch);  // the sleeper in, and the worker back in
  CHECK(cpu == 20_ms + sched_switch);
}

TEST_CASE("A wake-up before the block makes the block return at once, once") {
  ScriptedHost machine(host_of(2), profile_of({}));
  std::vector<Duration> passed;
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    self.run_through(100_us);
    self.block("the first");
    passed.push_back(machine.now());
    self.block("the second");
    passed.push_back(machine.now());
  });
  machine.task("waker", 1, [&](host::Task& self) {
    self.kernel(50_us);
    self.host().wake(sleeper, self);
    self.kernel(250_us);
    self.host().wake(sleeper, self);
  });
  machine.run_until(1_ms);
  CHECK(passed == std::vector{100_us, 300_us});
}

TEST_CASE("A wake-up while a task pays for its switch in is not lost") {
  // The sleeper is switched in at 0 and pays until sched_switch; the waker hits in the middle of that.
  ScriptedHost machine(host_of(2), profile_of({{Component::sched_switch, 10_us}}));
  Duration passed{-1};
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    self.block("the waker");
    passed = machine.now();
  });
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(sleeper, CoreId{1}); });
  timer.arm(Instant{5_us});
  machine.run_until(1_ms);
  CHECK(passed == 10_us);
}

TEST_CASE("A wake-up while a task pays what an interrupt stole from it, on its way to sleep, is not lost") {
  ScriptedHost machine(host_of(2), profile_of({}));
  Duration passed{-1};
  host::Task* sleeper = nullptr;
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(*sleeper, CoreId{1}); });
  sleeper = &machine.task("sleeper", 0, [&](host::Task& self) {
    self.kernel(1_us);
    self.host().core(CoreId{0}).steal(20_us);  // an interrupt between two segments
    timer.arm(Instant{11_us});
    self.block("the timer");
    passed = machine.now();
  });
  machine.run_until(1_ms);
  CHECK(passed == 21_us);
}

TEST_CASE("A sleep with a deadline ends at the wake-up or at the deadline, and says which") {
  ScriptedHost machine(host_of(2), profile_of({}));
  std::vector<std::pair<bool, Duration>> ends;
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    for (const Duration deadline : {100_us, 200_us}) {
      const bool was_woken = self.block_until(Instant{deadline}, "the waker");
      ends.emplace_back(was_woken, machine.now());
    }
  });
  machine.task("waker", 1, [&](host::Task& self) {
    self.kernel(60_us);
    self.host().wake(sleeper, self);
  });
  machine.run_until(1_ms);
  CHECK(ends == std::vector<std::pair<bool, Duration>>{{true, 60_us}, {false, 200_us}});
}

TEST_CASE("A poke cuts `run` short and says what is left; one that came before cuts the next") {
  ScriptedHost machine(host_of(1), profile_of({}));
  std::vector<Duration> left;
  host::Task& worker = machine.task("worker", 0, [&](host::Task& self) {
    left.push_back(self.run(100_us));
    self.kernel(50_us);
    left.push_back(self.run(100_us));
    left.push_back(self.run(100_us));
  });
  engine::Timer timer(machine.simulation, [&] {
    worker.poke();
    if (machine.now() == 40_us) timer.arm(Instant{60_us});
  });
  timer.arm(Instant{40_us});
  machine.run_until(1_ms);
  CHECK(left == std::vector{60_us, 100_us, 0_us});
}

TEST_CASE("Work that heeds no poke leaves it for the next that does") {
  ScriptedHost machine(host_of(1), profile_of({}));
  std::vector<Duration> left;
  host::Task& worker = machine.task("worker", 0, [&](host::Task& self) {
    self.run_through(100_us);
    CHECK(machine.now() == 100_us);
    left.push_back(self.run(70_us));
    left.push_back(self.run(70_us));
  });
  engine::Timer timer(machine.simulation, [&] { worker.poke(); });
  timer.arm(Instant{40_us});
  machine.run_until(1_ms);
  CHECK(left == std::vector{70_us, 0_us});
}

TEST_CASE("A busy wait ends at its limit, at a poke, or when another task wants the core") {
  ScriptedHost machine(host_of(2), profile_of({}));
  std::vector<Duration> ends;
  host::Task& rival = machine.task("rival", 0, [](host::Task& self) { self.block("the waker"); });
  host::Task& waiter = machine.task("waiter", 0, [&](host::Task& self) {
    for (int i = 0; i < 3; ++i) {
      self.busy_wait(100_us);
      self.forget_poke();
      ends.push_back(machine.now());
    }
  });
  engine::Timer poke(machine.simulation, [&] { waiter.poke(); });
  poke.arm(Instant{150_us});
  machine.task("waker", 1, [&](host::Task& self) {
    self.kernel(180_us);
    self.host().wake(rival, self);
  });
  machine.run_until(1_ms);
  CHECK(ends == std::vector{100_us, 150_us, 180_us});
}

TEST_CASE("A busy wait does not begin while another task wants the core") {
  ScriptedHost machine(host_of(1), profile_of({}));
  Duration end{-1};
  machine.task("waiter", 0, [&](host::Task& self) {
    self.busy_wait(100_us);
    end = machine.now();
  });
  machine.hog("hog", host::CoreSet::only(CoreId{0}));
  machine.run_until(1_ms);
  CHECK(end == 0_us);
}
