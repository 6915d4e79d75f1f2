// The wake-up of a task, by core: the waker's own, an idle one, a busy one.
#include <catch2/catch.hpp>

#include "events.hpp"

using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

constexpr int vcpu = 20, server = 21, hog = 30;

/// A server that has kicks is woken at 2 us by the vcpu on core 0.
Samples after_kick(std::vector<TraceEvent> wake_up) {
  std::vector<TraceEvent> events{kick({0, 0, vcpu}), waking({2, 0, vcpu}, server, 1)};
  events.insert(events.end(), wake_up.begin(), wake_up.end());
  Samples samples = samples_of(events);
  samples.erase("kick.to_waking");
  samples.erase("kick.to_wakeup");
  return samples;
}

}  // namespace

TEST_CASE("An idle core that is told by an interrupt: until it enqueues, until it runs") {
  CHECK(after_kick({wakeup({20, 1, 0}, server, 1), swap({23, 1, 0}, 'R', server)}) ==
        Samples{{"server_waking.to_wakeup.idle_core", {20 - 2}},
                {"server_waking.to_switch.idle_core", {23 - 2}},
                {"server_wakeup.to_switch.idle_core", {23 - 20}}});
}

TEST_CASE(
    "An idle core whose queue the waker fills itself has one phase: enqueued to running holds the "
    "interrupt") {
  CHECK(after_kick({wakeup({4, 0, vcpu}, server, 1), swap({23, 1, 0}, 'R', server)}) ==
        Samples{{"server_waking.to_switch.idle_core", {23 - 2}}});
}

TEST_CASE("A busy core, when the wakee takes over") {
  CHECK(after_kick({wakeup({4, 0, vcpu}, server, 1), swap({14, 1, hog}, 'R', server)}) ==
        Samples{{"server_waking.to_switch.busy_core", {14 - 2}},
                {"server_wakeup.to_switch.busy_core", {14 - 4}}});
}

TEST_CASE("Waiting for a task that blocks is no cost of a wake-up") {
  CHECK(after_kick({wakeup({4, 0, vcpu}, server, 1), swap({14, 1, hog}, 'S', server)}).empty());
  CHECK(after_kick({wakeup({4, 0, vcpu}, server, 0), swap({14, 0, vcpu}, 'S', server)}).empty());
}

TEST_CASE("A wake-up that a timer repeats is not the kick's") {
  TraceEvent timer = waking({5, 1, 0}, server, 1);
  timer.is_in_interrupt = true;
  CHECK(after_kick({timer, swap({9, 1, 0}, 'R', server)}).empty());
}

TEST_CASE("The core is where the wakee is put, not where it ran last") {
  // sched_waking tells core 1; the scheduler picks the waker's.
  CHECK(after_kick({wakeup({4, 0, vcpu}, server, 0), swap({6, 0, vcpu}, 'R', server)}) ==
        Samples{{"server_waking.to_switch.same_core", {6 - 2}},
                {"server_wakeup.to_switch.same_core", {6 - 4}}});
}
