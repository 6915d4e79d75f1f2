#include <catch2/catch.hpp>

#include "server/iothread.hpp"
#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// What a server does later: bottom halves and timers of an event loop.
namespace {

struct Bench {
  Bench() : machine(host_of(2), ps::profile()), server(machine.host, {}), event(machine.host) {}

  /// The iothread on core 1; a thread on core 0 follows `script` from 100 us on.
  void run(std::function<void(host::Task&)> script) {
    server.start({"io", 0, host::CoreSet::only(CoreId{1}), 0, false});
    machine.task("other", 0, [this, script = std::move(script)](host::Task& self) {
      self.kernel(100_us - machine.now());
      script(self);
    });
    machine.run_until(1_ms);
  }
  auto note() {
    return [this](host::Task&) { done.push_back(machine.now()); };
  }

  ScriptedHost machine;
  server::IoThread server;
  notify::EventFd event;
  std::vector<Duration> done;
};

constexpr Duration wakes = ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch;

}  // namespace

TEST_CASE("A bottom half that another thread schedules runs after a write, a wake-up and a return of epoll") {
  Bench bench;
  const auto half = bench.server.defer(bench.note());
  bench.run([&](host::Task& self) { half->schedule(self); });
  CHECK(bench.done == std::vector{100_us + ps::eventfd_write + wakes + ps::epoll_ready});
}

TEST_CASE("Scheduled again before it runs, a bottom half runs once") {
  Bench bench;
  const auto half = bench.server.defer(bench.note());
  bench.run([&](host::Task& self) {
    half->schedule(self);
    half->schedule(self);
  });
  CHECK(bench.done.size() == 1);
}

TEST_CASE(
    "A bottom half that the loop itself schedules runs in its next iteration, without sleep or wake-up") {
  Bench bench;
  const auto half = bench.server.defer(bench.note());
  bench.server.attach(bench.event, [&](host::Task& self) {
    bench.done.push_back(bench.machine.now());
    half->schedule(self);
  });
  bench.run([&](host::Task& self) { bench.event.signal(self); });
  const Duration handled = 100_us + ps::eventfd_signal + wakes + ps::epoll_ready + ps::eventfd_read;
  CHECK(bench.done == std::vector{handled, handled + ps::epoll_ready});
}

TEST_CASE("A bottom half that schedules itself again lets events through in between") {
  Bench bench;
  int rounds = 0;
  std::unique_ptr<server::Deferred> half;
  half = bench.server.defer([&](host::Task& self) {
    self.kernel(10_us);
    if (++rounds < 10) half->schedule(self);
  });
  int seen = 0;
  bench.server.attach(bench.event, [&](host::Task&) { seen = rounds; });
  bench.run([&](host::Task& self) {
    half->schedule(self);
    self.kernel(30_us);
    bench.event.signal(self);
  });
  CHECK(rounds == 10);
  CHECK(seen > 0);
  CHECK(seen < 10);
}

TEST_CASE("A timer of a sleeping loop wakes it at its date, on its own core") {
  Bench bench;
  const auto timer = bench.server.defer(bench.note());
  bench.run([&](host::Task&) { timer->schedule_at(Instant{250_us}); });
  CHECK(bench.done == std::vector{250_us + ps::idle_exit + ps::sched_switch + ps::epoll_ready});
}

TEST_CASE("A timer that is armed anew fires at its last date alone, and not at all once cancelled") {
  Bench bench;
  const auto moved = bench.server.defer(bench.note());
  const auto gone = bench.server.defer(bench.note());
  bench.run([&](host::Task&) {
    moved->schedule_at(Instant{250_us});
    moved->schedule_at(Instant{400_us});
    gone->schedule_at(Instant{300_us});
    gone->cancel();
  });
  CHECK(bench.done == std::vector{400_us + ps::idle_exit + ps::sched_switch + ps::epoll_ready});
}
