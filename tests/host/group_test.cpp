#include <algorithm>
#include <array>
#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "host/group/group_queue.hpp"
#include "host/run_queue_catalogue.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Tasks that share the cores by groups. Costs are 0; 1000 ticks a second.
namespace {

/// A host with groups, and hogs in them. Scripted hosts have none, so this one has its own tasks.
struct GroupedHost {
  GroupedHost(const char* policy, std::uint32_t cores, const std::vector<host::CgroupSpec>& groups)
      : host(simulation, spec_of(policy, cores), profile_of({}), groups) {}

  static host::HostSpec spec_of(const char* policy, std::uint32_t cores) {
    host::HostSpec spec = host_of(cores, policy);
    spec.hz = 1000;
    return spec;
  }

  host::Task& hog(std::int32_t group, std::uint32_t core, int nice = 0) {
    return host.spawn({"hog", -1, host::CoreSet::only(CoreId{core}), nice, false, nullptr, false, group},
                      [](host::Task& self) { self.run_through(Duration::max()); });
  }
  host::Task& task(std::int32_t group, std::uint32_t core, std::function<void(host::Task&)> script) {
    return host.spawn({"task", -1, host::CoreSet::only(CoreId{core}), 0, false, nullptr, false, group},
                      [run = std::move(script)](host::Task& self) {
                        run(self);
                        for (;;) self.block("nothing: its script is over");
                      });
  }
  void run_until(Duration date) {
    simulation.run_until(Instant{date});
    host.account_all();
  }

  engine::Simulation simulation;
  host::Host host;
  engine::Timer far_future{simulation, [] {}};
};

double share(const host::Task& task, Duration of) { return to_seconds(task.cpu_time()) / to_seconds(of); }

constexpr const char* fair_policies[] = {"cfs", "eevdf"};

host::CgroupSpec limited(Duration quota, Duration period = 100_ms) {
  return {1024, host::CpuMaxSpec{quota, period}};
}

}  // namespace

// ---- Shares
// ----------------------------------------------------------------------------------------------------

TEST_CASE("Two groups share a core in halves, however many tasks each has") {
  for (const char* policy : fair_policies) {
    INFO(policy);
    GroupedHost machine(policy, 1, {{}, {}});
    host::Task& lone = machine.hog(0, 0);
    const host::Task& first = machine.hog(1, 0);
    machine.hog(1, 0);
    machine.hog(1, 0);
    machine.run_until(2_s);
    CHECK(share(lone, 2_s) == Approx(0.5).margin(0.01));
    CHECK(share(first, 2_s) == Approx(0.5 / 3).margin(0.01));
  }
}

TEST_CASE("Without groups the same four tasks get a quarter each") {
  for (const char* policy : fair_policies) {
    GroupedHost machine(policy, 1, {});
    const host::Task& lone = machine.hog(-1, 0);
    for (int i = 0; i < 3; ++i) machine.hog(-1, 0);
    machine.run_until(2_s);
    CHECK(share(lone, 2_s) == Approx(0.25).margin(0.01));
  }
}

TEST_CASE("Groups share by weight, with a task of no group as one more of weight 1024") {
  for (const char* policy : fair_policies) {
    INFO(policy);
    GroupedHost machine(policy, 1, {{3072, {}}, {}});
    const host::Task& heavy = machine.hog(0, 0);
    const host::Task& light = machine.hog(1, 0);
    const host::Task& alone = machine.hog(-1, 0);
    machine.run_until(2_s);
    CHECK(share(heavy, 2_s) == Approx(0.6).margin(0.01));
    CHECK(share(light, 2_s) == Approx(0.2).margin(0.01));
    CHECK(share(alone, 2_s) == Approx(0.2).margin(0.01));
  }
}

TEST_CASE("A group's weight falls to its cores by their load: with a hog on each of two it counts half on each") {
  for (const char* policy : fair_policies) {
    INFO(policy);
    GroupedHost machine(policy, 2, {{}});
    const host::Task& here = machine.hog(0, 0);
    machine.hog(0, 1);
    const host::Task& rival = machine.hog(-1, 0);
    machine.run_until(3_s);
    CHECK(share(here, 3_s) == Approx(1.0 / 3).margin(0.01));  // 512 to 1024
    CHECK(share(rival, 3_s) == Approx(2.0 / 3).margin(0.01));
  }
}

TEST_CASE("Nice levels count within a group alone") {
  GroupedHost machine("eevdf", 1, {{}, {}});
  const host::Task& nice = machine.hog(0, 0, 19);
  const host::Task& other = machine.hog(1, 0);
  machine.run_until(2_s);
  CHECK(share(nice, 2_s) == Approx(0.5).margin(0.01));
  CHECK(share(other, 2_s) == Approx(0.5).margin(0.01));
}

TEST_CASE("Whether a wakee preempts is decided between groups: a sleeper gets no credit for what its group has used") {
  // "b" has run 4 ms when "a" comes, which is credited with half a latency: 1 ms; it preempts, and runs 0.5 ms. A
  // sleeper would get the same credit, and preempt. As a member of b's group it stands where that one is.
  const auto preempts = [](bool is_of_group_of_b) {
    std::vector<std::unique_ptr<host::SchedGroup>> groups;
    for (std::size_t i = 0; i < 3; ++i) groups.push_back(std::make_unique<host::SchedGroup>(i, host::CgroupSpec{}, 1));
    host::GroupQueue queue(CoreId{0}, groups, [] {
      return host::make_fair_queue(host_of(1, "cfs").scheduler, 1, 1000);
    });
    host::SchedEntity a, b, sleeper;
    a.group = groups[0].get();
    b.group = groups[1].get();
    sleeper.group = groups[is_of_group_of_b ? 1 : 2].get();
    queue.enqueue(b, host::Arrival::wakeup);
    CHECK(queue.pick_next() == &b);
    queue.account(4_ms);
    queue.enqueue(a, host::Arrival::wakeup);
    CHECK(queue.should_preempt(a));
    CHECK(queue.pick_next() == &a);
    queue.account(3_ms);
    queue.enqueue(sleeper, host::Arrival::wakeup);
    return queue.should_preempt(sleeper);
  };
  CHECK(preempts(false));
  CHECK_FALSE(preempts(true));
}

TEST_CASE("A queue of groups is put back at both levels") {
  std::vector<std::unique_ptr<host::SchedGroup>> groups;
  for (std::size_t i = 0; i < 2; ++i) groups.push_back(std::make_unique<host::SchedGroup>(i, host::CgroupSpec{}, 1));
  host::GroupQueue queue(CoreId{0}, groups, [] { return host::make_fair_queue(host_of(1, "cfs").scheduler, 1, 1000); });
  host::SchedEntity a, b;
  a.group = groups[0].get();
  b.group = groups[1].get();
  queue.enqueue(a, host::Arrival::wakeup);
  queue.enqueue(b, host::Arrival::wakeup);
  REQUIRE(queue.pick_next() == &a);
  queue.account(1_ms);
  queue.put_back();
  CHECK(queue.running() == nullptr);
  CHECK(queue.runnable() == 2);
  CHECK(queue.pick_next() == &b);  // which has run less
}

TEST_CASE("A wakee of the running task's own group is compared with it alone") {
  std::vector<std::unique_ptr<host::SchedGroup>> groups;
  groups.push_back(std::make_unique<host::SchedGroup>(0, host::CgroupSpec{}, 1));
  host::GroupQueue queue(CoreId{0}, groups,
                         [] { return host::make_fair_queue(host_of(1, "cfs").scheduler, 1, 1000); });
  host::SchedEntity runs, wakee;
  runs.group = wakee.group = groups[0].get();
  queue.enqueue(runs, host::Arrival::wakeup);
  queue.pick_next();
  queue.account(4_ms);
  queue.enqueue(wakee, host::Arrival::wakeup);  // at 4 - 3 ms, more than 1 ms behind
  CHECK(queue.should_preempt(wakee));
  CHECK(queue.runnable() == 2);
  CHECK(queue.queued() == 2);
}

TEST_CASE("first come first served has no groups") {
  CHECK_THROWS_AS(GroupedHost("fifo", 1, {{}}), std::invalid_argument);
}

TEST_CASE("The share of a core is its load's part of the group's, and at least 2") {
  host::SchedGroup group(0, {1024, {}}, 3);
  group.set_load(CoreId{0}, 1024);
  CHECK(group.share_on(CoreId{0}) == 1024);
  group.set_load(CoreId{1}, 3072);
  CHECK(group.share_on(CoreId{0}) == 256);
  CHECK(group.share_on(CoreId{1}) == 768);
  group.set_load(CoreId{2}, 15);
  CHECK(group.share_on(CoreId{2}) == 3);  // 1024 x 15 / 4111
  group.set_load(CoreId{2}, 3);
  CHECK(group.share_on(CoreId{2}) == 2);
}

// ---- Bandwidth
// -------------------------------------------------------------------------------------------------

namespace {

/// When a lone hog with this limit stops and goes on, up to 310 ms: the dates at which its core falls idle or
/// wakes up.
std::vector<Duration> spells(const host::CgroupSpec& group, const char* policy = "eevdf") {
  GroupedHost machine(policy, 1, {group});
  std::vector<Duration> dates;
  machine.host.probes.sched_switch.subscribe([&](CoreId, host::Task*, host::Task*) {
    dates.push_back(machine.simulation.now().time_since_epoch());
  });
  machine.hog(0, 0);
  machine.run_until(310_ms);
  return dates;
}

}  // namespace

TEST_CASE("A lone task runs its quota in each period, and stands still for the rest") {
  for (const char* policy : fair_policies)
    CHECK(spells(limited(50_ms), policy) == std::vector{0_ms, 50_ms, 100_ms, 150_ms, 200_ms, 250_ms, 300_ms});
}

TEST_CASE("Time is charged at ticks: half a tick too much is taken off the next period") {
  // 10 slices hold 49.5 ms: they are used up half a tick before 50 ms. Then 49 ms are left of the next quota.
  CHECK(spells(limited(49'500_us)) == std::vector{0_ms, 50_ms, 100_ms, 149_ms, 200_ms, 250_ms, 300_ms});
}

TEST_CASE("A quota of a whole period is no limit, a tick less is one") {
  CHECK(spells(limited(100_ms)) == std::vector{0_ms});
  CHECK(spells(limited(99_ms)).size() == 7);
}

TEST_CASE("Two cores of a group use up its quota together") {
  GroupedHost machine("eevdf", 2, {limited(50_ms)});
  const host::Task& first = machine.hog(0, 0);
  const host::Task& second = machine.hog(0, 1);
  machine.run_until(95_ms);
  CHECK(first.cpu_time() + second.cpu_time() == 50_ms);
  CHECK(first.cpu_time() == 25_ms);
}

TEST_CASE("While a group is throttled the core is another's, and its own waiters wait") {
  GroupedHost machine("eevdf", 1, {limited(20_ms)});
  const host::Task& limited_one = machine.hog(0, 0);
  const host::Task& free_one = machine.hog(-1, 0);
  machine.run_until(1_s);
  CHECK(limited_one.cpu_time() >= 200_ms - 1_ms);
  CHECK(limited_one.cpu_time() <= 200_ms + 2_ms);
  CHECK(limited_one.cpu_time() + free_one.cpu_time() == 1_s);
}

TEST_CASE("A task of a throttled group that is woken waits for the next period") {
  GroupedHost machine("eevdf", 1, {limited(20_ms)});
  Duration ran{};
  host::Task& sleeper = machine.task(0, 0, [&](host::Task& self) {
    self.block("the timer");
    ran = machine.simulation.now().time_since_epoch();
  });
  machine.hog(0, 0);
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(sleeper, CoreId{0}); });
  timer.arm(Instant{60_ms});
  machine.run_until(150_ms);
  CHECK(ran >= 100_ms);
  CHECK(ran < 110_ms);
}

TEST_CASE("A core whose group falls idle keeps a millisecond of its slice and returns the rest") {
  host::BandwidthPool pool({20_ms, 100_ms});
  host::LocalRuntime runtime;
  CHECK(runtime.charge(0_ms, pool));  // takes a slice of 5 ms
  CHECK(pool.left() == 15_ms);
  CHECK(runtime.charge(2_ms, pool));
  runtime.return_slack(pool);
  CHECK(runtime.left() == 1_ms);
  CHECK(pool.left() == 17_ms);
  runtime.return_slack(pool);
  CHECK(pool.left() == 17_ms);
}

TEST_CASE("With nothing left exactly, a slice is taken; with an empty pool that is the end") {
  host::BandwidthPool pool({5_ms, 100_ms});
  host::LocalRuntime runtime;
  CHECK(runtime.charge(0_ms, pool));
  CHECK(runtime.charge(5_ms - 1_ps, pool));
  CHECK_FALSE(runtime.charge(1_ps, pool));
  pool.refill();
  CHECK(runtime.pay_off(pool));
  CHECK(runtime.left() == 1_ns);
}

// ---- Together
// --------------------------------------------------------------------------------------------------

namespace {

/// One core's queue with two tasks in each of three groups, of which the first has 20 of 100 ms, and two of no
/// group; driven at random.
struct RandomLife {
  std::mt19937_64 random;
  std::vector<std::unique_ptr<host::SchedGroup>> groups;
  std::unique_ptr<host::GroupQueue> queue;
  std::array<host::SchedEntity, 8> tasks;
  std::set<host::SchedEntity*> awake;
  host::SchedEntity* running = nullptr;
  Duration used_by_limited{};
  int periods = 1;

  RandomLife(const char* policy, std::uint64_t seed) : random(seed) {
    for (std::size_t i = 0; i < 3; ++i)
      groups.push_back(
          std::make_unique<host::SchedGroup>(i, i == 0 ? limited(20_ms) : host::CgroupSpec{}, 1));
    queue = std::make_unique<host::GroupQueue>(CoreId{0}, groups, [policy] {
      return host::make_fair_queue(host_of(1, policy).scheduler, 1, 1000);
    });
    for (std::size_t i = 0; i < 6; ++i) tasks[i].group = groups[i / 2].get();
  }

  std::size_t below(std::size_t n) { return random() % n; }

  void pick() {
    running = queue->pick_next();
    if (running != nullptr) {
      CHECK(awake.count(running) == 1);
      CHECK_FALSE(queue->is_throttled(*running));
    }
    const auto can_run = [&](const host::SchedEntity* task) { return !queue->is_throttled(*task); };
    const auto expected = static_cast<std::size_t>(std::count_if(awake.begin(), awake.end(), can_run));
    CHECK(queue->runnable() == expected);
    CHECK(queue->queued() >= expected);
    CHECK((running == nullptr) == (expected == 0));
  }

  void step() {
    host::SchedEntity& task = tasks[below(tasks.size())];
    const bool is_awake = awake.count(&task) == 1;
    switch (below(4)) {
      case 0: {
        const Duration ran = std::chrono::microseconds{below(2000)};
        if (running == nullptr) return;
        if (running->group == groups[0].get()) used_by_limited += ran;
        if (queue->account(ran)) pick();
        return;
      }
      case 1:
        if (is_awake) return;
        awake.insert(&task);
        queue->enqueue(task, host::Arrival::wakeup);
        if (running == nullptr || queue->should_preempt(task)) pick();
        return;
      case 2:
        if (!is_awake) return;
        awake.erase(&task);
        queue->dequeue(task, host::Departure::sleep);
        if (&task == running) pick();
        return;
      default:
        if (below(10) != 0) return;
        groups[0]->pool()->refill();
        ++periods;
        if (queue->unthrottle(*groups[0])) pick();
    }
  }
};

}  // namespace

TEST_CASE("In random lives each pick is of one that can run, none is lost, and no quota is exceeded but by a step") {
  for (const char* policy : fair_policies) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      INFO(policy << ", seed " << seed);
      RandomLife life(policy, seed);
      for (int i = 0; i < 5000; ++i) life.step();
      CHECK(life.used_by_limited <= life.periods * 20_ms + 2_ms);
      CHECK(life.used_by_limited > 0_ms);
    }
  }
}
