#include "notify/event_fd.hpp"

#include <catch2/catch.hpp>

#include "notify/event_poll.hpp"
#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// eventfd and epoll, level-triggered.

TEST_CASE("A signal without a waiter costs eventfd.signal and only counts") {
  ScriptedHost machine(host_of(1), ps::profile());
  notify::EventFd event(machine.host);
  Duration took{};
  std::uint64_t count = 0;
  machine.task("writer", 0, [&](host::Task& self) {
    const Duration begin = machine.now();
    event.signal(self);
    event.signal(self);
    event.signal(self);
    took = machine.now() - begin;
    CHECK(event.is_signalled());
    count = event.read(self);
    CHECK_FALSE(event.is_signalled());
    CHECK(event.read(self) == 0);
  });
  machine.run_until(1_ms);
  CHECK(took == 3 * ps::eventfd_signal);
  CHECK(count == 3);
}

TEST_CASE("What is ready before the wait is found without sleeping") {
  ScriptedHost machine(host_of(1), ps::profile());
  notify::EventPoll poll(machine.host);
  notify::EventFd event(machine.host);
  event.attach(poll, [](host::Task&) {});
  Duration waited{};
  machine.task("server", 0, [&](host::Task& self) {
    event.signal(self);
    const Duration begin = machine.now();
    poll.wait(self);
    poll.wait(self);  // level-triggered: still ready, as nobody has read
    waited = machine.now() - begin;
  });
  machine.run_until(1_ms);
  CHECK(waited == 2 * ps::epoll_ready);
}

TEST_CASE("Only a sleeper is woken") {
  ScriptedHost machine(host_of(2), ps::profile());
  notify::EventPoll poll(machine.host);
  notify::EventFd event(machine.host);
  event.attach(poll, [](host::Task&) {});
  int wakes = 0;
  machine.host.probes.sched_wakeup.subscribe([&](host::Task&, CoreId) { ++wakes; });
  std::vector<Duration> took;
  machine.task("server", 1, [&](host::Task& self) {
    poll.wait(self);  // sleeps until the first signal
    self.kernel(400_us - machine.now());
    static_cast<void>(event.read(self));
  });
  machine.task("writer", 0, [&](host::Task& self) {
    for (const Duration date : {100_us, 200_us}) {
      self.kernel(date - machine.now());
      event.signal(self);
      took.push_back(machine.now() - date);
    }
  });
  machine.run_until(1_ms);
  CHECK(wakes == 1);
  CHECK(took == std::vector{ps::eventfd_signal + ps::wake_remote + ps::ipi_send_idle, ps::eventfd_signal});
}

TEST_CASE(
    "Events are found in the order in which they became ready, each once however often it is signalled") {
  ScriptedHost machine(host_of(1), ps::profile());
  notify::EventPoll poll(machine.host);
  notify::EventFd first(machine.host), second(machine.host);
  first.attach(poll, [](host::Task&) {});
  second.attach(poll, [](host::Task&) {});
  machine.task("server", 0, [&](host::Task& self) {
    second.signal(self);
    first.signal(self);
    second.signal(self);
    CHECK(&poll.front() == &second);
    CHECK(second.read(self) == 2);
    CHECK(&poll.front() == &first);
    CHECK(first.read(self) == 1);
    CHECK_FALSE(poll.is_ready());
  });
  machine.run_until(1_ms);
}

TEST_CASE("A signal by an interrupt steals its cost on that core and wakes the sleeper") {
  ScriptedHost machine(host_of(2), ps::profile());
  notify::EventPoll poll(machine.host);
  notify::EventFd event(machine.host);
  event.attach(poll, [](host::Task&) {});
  Duration victim_done{}, served{};
  machine.task("server", 1, [&](host::Task& self) {
    poll.wait(self);
    served = machine.now();
  });
  machine.task("victim", 0, [&](host::Task& self) {
    self.run_through(300_us);
    victim_done = machine.now();
  });
  engine::Timer device(machine.simulation, [&] { event.signal_from_irq(CoreId{0}); });
  device.arm(Instant{100_us});
  machine.run_until(1_ms);
  CHECK(victim_done == ps::sched_switch + 300_us + ps::eventfd_signal + ps::wake_remote + ps::ipi_send_idle);
  CHECK(served == 100_us + ps::idle_exit + ps::sched_switch + ps::epoll_ready);
}
