#include "server/vhost_worker.hpp"

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/fake_queue.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// vhost's worker: works first come, first served, queued by who signals.
namespace {

struct Bench {
  explicit Bench(Duration busyloop = 0_us)
      : machine(host_of(3), ps::profile()), worker(machine.host, busyloop) {}

  void run(std::function<void(host::Task&)> script) {
    worker.start({"vhost", 0, host::CoreSet::only(CoreId{1}), 0, false});
    machine.task("signaller", 0, [this, script = std::move(script)](host::Task& self) {
      self.kernel(100_us - machine.now());
      script(self);
    });
    machine.run_until(2_ms);
  }

  ScriptedHost machine;
  server::VhostWorker worker;
};

}  // namespace

TEST_CASE("Who signals queues the work and wakes the worker; the next one finds it queued") {
  Bench bench;
  notify::EventFd event(bench.machine.host);
  std::vector<Duration> ran, signalled;
  bench.worker.attach(event, [&](host::Task&) { ran.push_back(bench.machine.now()); });
  bench.run([&](host::Task& self) {
    for (int i = 0; i < 2; ++i) {
      event.signal(self);
      signalled.push_back(bench.machine.now());
    }
  });
  const Duration queued = 100_us + ps::eventfd_signal + ps::vhost_queue + ps::wake_remote + ps::ipi_send_idle;
  CHECK(signalled == std::vector{queued, queued + ps::eventfd_signal + ps::vhost_queue});
  CHECK(ran == std::vector{queued + ps::idle_exit + ps::sched_switch + ps::vhost_run});
  CHECK(event.is_signalled());  // nobody reads the counter
}

TEST_CASE("Works run in the order in which they were queued") {
  Bench bench;
  std::string order;
  const auto a = bench.worker.defer([&](host::Task& self) {
    order += 'a';
    self.kernel(50_us);
  });
  const auto b = bench.worker.defer([&](host::Task&) { order += 'b'; });
  const auto c = bench.worker.defer([&](host::Task&) { order += 'c'; });
  bench.run([&](host::Task& self) {
    a->schedule(self);
    self.kernel(20_us);
    c->schedule(self);
    b->schedule(self);
    c->schedule(self);
  });
  CHECK(order == "acb");
}

TEST_CASE("A queue whose weight is reached goes to the end of the line, with its kicks still off") {
  Bench bench;
  std::string order;
  FakeQueue first(bench.machine.host), second(bench.machine.host);
  first.pending = 3 * 256;
  second.pending = 256 + 1;
  first.on_serve = [&](host::Task&, const server::Budget& budget) {
    CHECK(budget.requests == 256);
    CHECK(budget.bytes == 0x80000);
    order += '1';
  };
  second.on_serve = [&](host::Task&, const server::Budget&) { order += '2'; };
  bench.worker.attach(first);
  bench.worker.attach(second);
  const auto kick_both = bench.worker.defer([&](host::Task& self) {
    first.kicks().signal(self);
    second.kicks().signal(self);
  });
  bench.run([&](host::Task& self) { kick_both->schedule(self); });
  // Each visit that reaches its weight comes again, and the last one finds nothing.
  CHECK(order == "121211");
  CHECK(first.stops == 4);
  CHECK(first.resumes == 1);
  CHECK(second.resumes == 1);
}

TEST_CASE("The worker is not preempted within a work, and may be after it") {
  Bench bench;
  Duration done{}, rival_began{};
  const auto work = bench.worker.defer([&](host::Task& self) {
    self.run_through(300_us);
    done = bench.machine.now();
  });
  bench.machine.task("rival", 1, [&](host::Task& self) {
    self.block_until(Instant{200_us}, "its date");
    rival_began = bench.machine.now();
  });
  bench.run([&](host::Task& self) { work->schedule(self); });
  CHECK(done == 100_us + ps::vhost_queue + ps::wake_remote + ps::ipi_send_idle + ps::idle_exit +
                    ps::sched_switch + ps::vhost_run + 300_us +
                    ps::wake_local);  // the rival's timer interrupt
  CHECK(rival_began > done);
}
