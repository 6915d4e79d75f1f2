#include "server/event_loop.hpp"

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// The loop of a VMM's thread: events, polling, and that nothing gets lost between the two.
namespace {

vm::MachineSpec polling_server(server::PollSpec poll) {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].server.poll = poll;
  return machine;
}

}  // namespace

TEST_CASE("An event is handled after the epoll and the read are paid, once for all its signals") {
  ScriptedHost machine(host_of(2), ps::profile());
  server::EventLoop loop(machine.host, {}, nullptr);
  notify::EventFd event(machine.host);
  std::vector<Duration> handled;
  event.attach(loop.poll(), [&](host::Task&) { handled.push_back(machine.now()); });
  machine.task("server", 1, [&](host::Task& self) { loop.run(self); });
  machine.task("writer", 0, [&](host::Task& self) {
    self.kernel(100_us - machine.now());
    event.signal(self);
    event.signal(self);
  });
  machine.run_until(1_ms);
  const Duration woken = 100_us + ps::eventfd_signal + ps::wake_remote + ps::ipi_send_idle;
  CHECK(handled ==
        std::vector{woken + ps::idle_exit + ps::sched_switch + ps::epoll_ready + ps::eventfd_read});
}

TEST_CASE("The main loop holds the global lock while it handles, and not while it waits") {
  ScriptedHost machine(host_of(2), ps::profile());
  server::GlobalLock lock(machine.host);
  server::EventLoop loop(machine.host, {}, &lock);
  notify::EventFd event(machine.host);
  Duration handled{}, waited{};
  event.attach(loop.poll(), [&](host::Task&) { handled = machine.now(); });
  machine.task("main loop", 1, [&](host::Task& self) { loop.run(self); });
  machine.task("vcpu", 0, [&](host::Task& self) {
    self.kernel(100_us - machine.now());
    lock.lock(self);
    waited = machine.now() - 100_us;
    event.signal(self);
    self.kernel(200_us);
    lock.unlock(self);
  });
  machine.run_until(1_ms);
  CHECK(waited == 0_us);
  CHECK(handled > 300_us);
}

TEST_CASE("A server that polls always needs no kick, and no wake-up") {
  for (const auto suppression : {virtqueue::Suppression::flags, virtqueue::Suppression::event_idx}) {
    vm::MachineSpec spec = polling_server({0_us, true});
    spec.vms[0].devices[0].queue.suppression = suppression;
    INFO("suppression " << static_cast<int>(suppression));
    const ObservedRun shorter = run_machine(spec, ps::profile(), 2_ms);
    const ObservedRun longer = run_machine(spec, ps::profile(), 4_ms);
    CHECK(longer.latencies.size() > 150);
    CHECK(longer.latencies.size() > shorter.latencies.size() + 75);
    CHECK(longer.kicks == shorter.kicks);  // none but perhaps the first, before the server was up
    CHECK(longer.kicks <= 1);
    CHECK(longer.cpu_times.back() > 3'990_us);  // and it burns its core
  }
}

TEST_CASE("Where the guest cannot kick at all, a server that polls always serves every request") {
  vm::MachineSpec spec = polling_server({0_us, true});
  spec.vms[0].devices[0].kick = notify::KickPathKind::none;
  const ObservedRun run = run_machine(spec, ps::profile(), 4_ms);
  CHECK(run.latencies.size() > 150);
  CHECK(run.kicks == 0);  // nothing leaves the guest
}

TEST_CASE(
    "Adaptive polling that covers the wait makes kicks rare; a maximum below it polls in vain and then not "
    "at all") {
  const ObservedRun covered = run_machine(polling_server({100_us, false}), ps::profile(), 4_ms);
  CHECK(covered.kicks < covered.latencies.size() / 10);
  const ObservedRun hopeless = run_machine(polling_server({5_us, false}), ps::profile(), 4_ms);
  CHECK(hopeless.kicks >= hopeless.latencies.size());
}

TEST_CASE("No request is lost when polling ends just as it comes, whatever the moment") {
  // The guest's work before each post sweeps over the end of the poll in small steps.
  for (Duration compute = 1_us; compute < 60_us; compute += 377'003_ps) {
    for (const std::uint32_t depth : {1u, 3u}) {
      vm::MachineSpec spec = polling_server({20_us, false});
      spec.vms[0].workload.compute = Distribution::fixed(compute);
      spec.vms[0].workload.queue_depth = depth;
      const ObservedRun run = run_machine(spec, ps::profile(), 2_ms);
      INFO("compute " << compute.count() << " ps, depth " << depth);
      REQUIRE_FALSE(run.completions.empty());
      // Had one got lost, the closed loop would stand still: its longest round is depth x compute and two
      // wake-ups.
      CHECK(run.completions.back() > Instant{2_ms - depth * compute - 60_us});
    }
  }
}

TEST_CASE(
    "Two queues of one polling server: a post on the one while the other is looked at is not overlooked") {
  for (Duration compute = 100_ns; compute < 12_us; compute += 97'003_ps) {
    vm::MachineSpec spec = polling_server({0_us, true});
    spec.host.cores = 3;
    spec.vms[0].vcpus = 2;
    spec.vms[0].devices[0].queues = 2;
    spec.vms[0].placement.servers = vm::PlacementSpec::Servers::cores;
    spec.vms[0].placement.server_cores = {2};
    spec.vms[0].workload.compute = Distribution::fixed(compute);
    const ObservedRun run = run_machine(spec, ps::profile(), 1_ms);
    INFO("compute " << compute.count() << " ps");
    REQUIRE_FALSE(run.completions.empty());
    CHECK(run.completions.back() > Instant{900_us});
    CHECK(run.latencies.size() > 60);  // both vcpus: one alone could not do as many
  }
}
