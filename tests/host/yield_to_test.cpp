#include <catch2/catch.hpp>

#include "host/policy/cfs.hpp"
#include "host/run_queue_catalogue.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Directed yield: RunQueue::prefer and Host::yield_to.

TEST_CASE("Who is preferred is picked before others that wait longer, once") {
  host::SchedulerSpec spec;
  for (const char* policy : {"fifo", "cfs", "eevdf"}) {
    CAPTURE(policy);
    spec.policy = policy;
    const auto queue = host::make_run_queue(spec, 1, 250);
    host::SchedEntity first, second, third;
    for (host::SchedEntity* e : {&first, &second, &third}) queue->enqueue(*e, host::Arrival::wakeup);
    REQUIRE(queue->pick_next() == &first);
    queue->account(1_us);
    queue->prefer(third);
    queue->yield();
    CHECK(queue->pick_next() == &third);
    queue->dequeue(third, host::Departure::sleep);
    CHECK(queue->pick_next() == &second);
  }
}

TEST_CASE("Who has had more than its share is not picked for being preferred") {
  for (const bool is_too_far : {false, true}) {
    const auto queue = std::make_unique<host::CfsRunQueue>(host::CfsTunables{6_ms, 750_us, 1_ms});
    host::SchedEntity behind, ahead;
    ahead.vruntime = (is_too_far ? 1_ms + 1_ps : 1_ms).count();  // the wake-up granularity
    queue->enqueue(behind, host::Arrival::wakeup);
    queue->enqueue(ahead, host::Arrival::wakeup);
    REQUIRE(queue->pick_next() == &behind);
    queue->prefer(ahead);
    CHECK((queue->pick_next() == &ahead) == !is_too_far);
  }
}

TEST_CASE("A yield to who runs or sleeps changes nothing") {
  ScriptedHost machine(host_of(2), profile_of({}));
  host::Task& sleeper = machine.task("sleeper", 0, [](host::Task&) {});
  host::Task& other = machine.hog("other", host::CoreSet::only(CoreId{1}));
  bool did_sleeper = true, did_other = true;
  Duration went_on{};
  machine.task("yielder", 0, [&](host::Task& self) {
    self.run_through(1_ms);
    did_sleeper = machine.host.yield_to(self, sleeper);
    did_other = machine.host.yield_to(self, other);
    went_on = machine.now();
  });
  machine.run_until(10_ms);
  CHECK_FALSE(did_sleeper);
  CHECK_FALSE(did_other);
  CHECK(went_on == 1_ms);
}

TEST_CASE("A yield to a task on another core preempts there, an IPI's way later") {
  constexpr Duration way = 900_ns;
  ScriptedHost machine(host_of(2, "cfs"), profile_of({{cost::Component::wake_ipi_busy, way}}));
  Duration yielded{}, came{};
  machine.hog("hog", host::CoreSet::only(CoreId{1}));
  host::Task& target = machine.hog("target", host::CoreSet::only(CoreId{1}));
  machine.host.probes.sched_switch.subscribe([&](CoreId, const host::Task*, const host::Task* next) {
    if (next == &target && came < yielded) came = machine.now();
  });
  machine.task("yielder", 0, [&](host::Task& self) {
    while (!target.is_on_cpu()) self.run_through(100_us);
    while (target.is_on_cpu()) self.run_through(100_us);
    self.run_through(
        6500_us);  // of the hog's 8 ms: then the target is ahead of it by less than the granularity of 2 ms
    REQUIRE_FALSE(target.is_on_cpu());
    yielded = machine.now();
    CHECK(machine.host.yield_to(self, target));
  });
  machine.run_until(100_ms);
  CHECK(came == yielded + way);
}
