#include <catch2/catch.hpp>

#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// What a core charges and accounts: switches, vcpu state, migrations, ticks.
namespace {

constexpr Duration sched_switch{1'500'041}, vcpu_out{330'037}, vcpu_in{450'043}, migrate{5'100'053},
    tick{2'000'003};

cost::CostProfile core_costs() {
  return profile_of({{Component::sched_switch, sched_switch},
                     {Component::sched_vcpu_out, vcpu_out},
                     {Component::sched_vcpu_in, vcpu_in},
                     {Component::sched_migrate, migrate}});
}

/// `first` runs and then sleeps for good; when does `second`, which starts with it on the core, run?
Duration second_runs_at(bool is_first_vcpu, bool is_second_vcpu) {
  ScriptedHost machine(host_of(1), core_costs());
  Duration ran{};
  machine.task(
      "first", 0, [](host::Task& self) { self.run_through(10_us); }, is_first_vcpu);
  machine.task(
      "second", 0, [&](host::Task&) { ran = machine.now(); }, is_second_vcpu);
  machine.run_until(1_ms);
  return ran;
}

Duration busy_of(const host::HostCore& core) {
  Duration sum{};
  for (const auto& [task, ran] : core.usage()) sum += ran;
  return sum;
}

}  // namespace

TEST_CASE("A switch costs sched.switch, from a vcpu vcpu_out more, to a vcpu vcpu_in more") {
  const Duration plain = sched_switch + 10_us + sched_switch;
  CHECK(second_runs_at(false, false) == plain);
  CHECK(second_runs_at(true, false) == plain + vcpu_in + vcpu_out);  // vcpu_in as the first came in
  CHECK(second_runs_at(false, true) == plain + vcpu_in);
  CHECK(second_runs_at(true, true) == plain + vcpu_in + vcpu_out + vcpu_in);
}

TEST_CASE("A vcpu that finds its core idle since it left finds its state there") {
  ScriptedHost machine(host_of(1), core_costs());
  Duration back{};
  host::Task& vcpu = machine.task(
      "vcpu", 0,
      [&](host::Task& self) {
        self.block("the timer");
        back = machine.now();
      },
      true);
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(vcpu, CoreId{0}); });
  timer.arm(Instant{100_us});
  machine.run_until(1_ms);
  CHECK(back == 100_us + sched_switch);
}

TEST_CASE("A task that ran on another core before pays for its cold caches, a new one does not") {
  ScriptedHost machine(host_of(2), core_costs());
  Duration there{};
  const host::CoreSet both = host::CoreSet::up_to(2);
  machine.task("pinned", 0, [](host::Task& self) { self.run_through(50_us); });
  host::Task& mover = machine.task_on("mover", both, [&](host::Task& self) {
    CHECK(self.core() == CoreId{1});  // the emptier core
    CHECK(machine.now() == sched_switch);
    self.block("the timer");
    there = machine.now();
  });
  machine.hog("hog", host::CoreSet::only(CoreId{1}));
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(mover, CoreId{0}); });
  timer.arm(Instant{100_us});
  machine.run_until(1_ms);
  CHECK(mover.core() == CoreId{0});  // idle, while core 1 has the hog
  CHECK(there == 100_us + sched_switch + migrate);
}

TEST_CASE(
    "A tick steals time from user and kernel work alike, HZ times a second, and none from an idle core") {
  for (const bool is_kernel : {false, true}) {
    cost::CostProfile profile = profile_of({{Component::sched_tick, tick}});
    profile.hz = 1000;
    ScriptedHost machine(host_of(2), profile);
    Duration done{};
    std::vector<CoreId> ticked;
    machine.host.probes.tick.subscribe([&](CoreId core) { ticked.push_back(core); });
    machine.task("worker", 0, [&](host::Task& self) {
      is_kernel ? self.kernel(2'500_us) : self.run_through(2'500_us);
      done = machine.now();
    });
    machine.run_until(10_ms);
    CHECK(done == 2'500_us + 2 * tick);  // at 1 and 2 ms
    CHECK(ticked == std::vector{CoreId{0}, CoreId{0}});
  }
}

TEST_CASE("A host's own hz goes before the profile's") {
  host::HostSpec spec = host_of(1);
  CHECK(ScriptedHost(spec, profile_of({})).host.tick_period() == 4_ms);
  spec.hz = 100;
  CHECK(ScriptedHost(spec, profile_of({})).host.tick_period() == 10_ms);
}

TEST_CASE(
    "On each core the time of its tasks and its idle time add up to the time that has passed, exactly") {
  cost::CostProfile profile = core_costs();
  profile[Component::sched_tick].value = Distribution::fixed(tick);
  ScriptedHost machine(host_of(2, "eevdf"), profile);
  std::vector<std::optional<Instant>> idle_since(2, Instant{});
  std::vector<Duration> idle(2);
  machine.host.probes.sched_switch.subscribe([&](CoreId core, host::Task* before, host::Task* after) {
    const Instant now = machine.simulation.now();
    if (before == nullptr) idle[core.value] += now - *idle_since[core.value];
    idle_since[core.value] = after == nullptr ? std::optional{now} : std::nullopt;
  });
  for (int i = 0; i < 5; ++i)
    machine.task_on(
        "task" + std::to_string(i), host::CoreSet::up_to(2),
        [&machine, i](host::Task& self) {
          for (int turn = 1;; ++turn) {
            self.run_through((7 + i) * 13_us);
            self.kernel(3_us);
            static_cast<void>(
                self.block_until(machine.simulation.now() + turn % 9 * 41_us + 1_us, "its timer"));
          }
        },
        i == 0);
  constexpr Duration end = 40_ms + 3_ps;
  machine.run_until(end);
  Duration on_cores{}, of_tasks{};
  for (std::uint32_t c = 0; c < 2; ++c) {
    if (idle_since[c]) idle[c] += Instant{end} - *idle_since[c];
    CHECK(busy_of(machine.host.core(CoreId{c})) + idle[c] == end);
    on_cores += busy_of(machine.host.core(CoreId{c}));
  }
  for (const auto& task : machine.host.tasks()) of_tasks += task->cpu_time();
  CHECK(of_tasks == on_cores);
}
