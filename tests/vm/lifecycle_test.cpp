#include "vm/lifecycle.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"
#include "support/rounds.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using vm::LifecycleEvent;
using State = notify::HostNotifier::State;

/// A VM's life changes while requests are in flight (mechanisms.md section 1).
namespace {

struct Counts {
  std::uint64_t posted = 0, completed = 0, cancelled = 0, in_flight = 0;
  bool add_up() const { return posted == completed + cancelled + in_flight; }
};

/// A machine with one VM, and what its driver did.
class Life {
 public:
  explicit Life(const vm::MachineSpec& spec, std::uint64_t seed = 1)
      : simulation_(seed), machine_(simulation_, spec, ps::profile()) {
    vm::Probes& probes = machine_.probes();
    probes.posted.subscribe([this](vm::VmIndex, QueueId) { ++counts_.posted; });
    probes.completed.subscribe([this](vm::VmIndex, Duration, std::uint32_t) { ++counts_.completed; });
    probes.cancelled.subscribe(
        [this](vm::VmIndex, QueueId, std::uint32_t requests) { counts_.cancelled += requests; });
  }

  void run_until(Duration date) { simulation_.run_until(Instant{date}); }
  Counts counts() const {
    Counts now = counts_;
    for_each_queue([&](vm::VirtioQueue& queue) { now.in_flight += queue.in_flight(); });
    return now;
  }
  template <class Act>
  void for_each_queue(Act act) const {
    for (const auto& device : machine_.vms().front()->devices())
      for (const auto& queue : device->queues()) act(*queue);
  }
  vm::VirtioQueue& queue() { return *machine_.vms().front()->devices().front()->queues().front(); }

 private:
  engine::Simulation simulation_;
  vm::Machine machine_;
  Counts counts_;
};

vm::MachineSpec with(std::vector<vm::LifecycleStep> steps) {
  vm::MachineSpec machine = one_vm();
  vm::VmSpec& vm = machine.vms[0];
  vm.devices[0].backend.kind = device::BackendKind::fixed;
  vm.devices[0].backend.latency = Distribution::fixed(50_us);
  vm.workload.queue_depth = 2;
  vm.lifecycle = std::move(steps);
  return machine;
}

}  // namespace

TEST_CASE(
    "While a VM stands still nothing is posted or reaped, what was in flight is done, and it goes on after") {
  Life life(with({{1_ms, LifecycleEvent::vm_stops, {}}, {3_ms, LifecycleEvent::vm_runs, {}}}));
  life.run_until(1100_us);  // 100 us: the requests in flight take 50
  const Counts stopped = life.counts();
  CHECK(life.queue().notifier().state() == State::deassigned);
  CHECK(life.queue().served().in_flight() == 0);
  CHECK(stopped.in_flight == 2);  // both are in the used ring, or not kicked yet
  life.run_until(2999_us);
  CHECK(life.counts().posted == stopped.posted);
  CHECK(life.counts().completed == stopped.completed);
  life.run_until(5_ms);
  CHECK(life.queue().notifier().state() == State::assigned);
  CHECK(life.counts().completed > stopped.completed + 20);
  CHECK(life.counts().add_up());
}

TEST_CASE("A migration away and back is a stop of its downtime") {
  Life life(with({{1_ms, LifecycleEvent::migrates, 2_ms}}));
  life.run_until(1100_us);
  const Counts away = life.counts();
  life.run_until(2999_us);
  CHECK(life.counts().completed == away.completed);
  life.run_until(5_ms);
  CHECK(life.counts().completed > away.completed + 20);
  CHECK(life.counts().cancelled == 0);
  CHECK(life.counts().add_up());
}

TEST_CASE("A reset cancels what the driver has not reaped, once, and the ring begins anew") {
  Life life(with({{1_ms, LifecycleEvent::needs_reset, {}}}));
  life.run_until(1_ms);
  const Counts before = life.counts();
  life.run_until(5_ms);
  const Counts after = life.counts();
  CHECK(after.cancelled >= 1);
  CHECK(after.cancelled <= 2);
  CHECK(after.completed > before.completed + 20);
  CHECK(after.add_up());
  CHECK(life.queue().notifier().state() == State::assigned);
}

TEST_CASE("vhost's hand-over and back loses no kick, also over a stop") {
  Life life(with({{1_ms, LifecycleEvent::vhost_takes, {}},
                  {2_ms, LifecycleEvent::vm_stops, {}},
                  {2500_us, LifecycleEvent::vm_runs, {}},
                  {4_ms, LifecycleEvent::vhost_returns, {}}}));
  life.run_until(1500_us);
  CHECK(life.queue().notifier().state() == State::offlimits);
  life.run_until(2400_us);
  CHECK(life.queue().notifier().state() == State::deassigned);
  life.run_until(3_ms);
  CHECK(life.queue().notifier().state() == State::offlimits);
  const Counts before = life.counts();
  life.run_until(6_ms);
  CHECK(life.queue().notifier().state() == State::assigned);
  CHECK(life.counts().completed > before.completed + 20);
  CHECK(life.counts().add_up());
}

TEST_CASE("A VM whose ioeventfd cannot be assigned again goes on with kicks to userspace") {
  Life life(with({{1_ms, LifecycleEvent::vm_stops, {}},
                  {1500_us, LifecycleEvent::bus_fails, {}},
                  {2_ms, LifecycleEvent::vm_runs, {}}}));
  life.run_until(2100_us);
  CHECK(life.queue().notifier().state() == State::deassigned);
  const Counts before = life.counts();
  life.run_until(5_ms);
  CHECK(life.counts().completed > before.completed + 20);
  CHECK(life.counts().add_up());
}

TEST_CASE("A guest whose vectors are masked sleeps, and hears of its completions once they are unmasked") {
  Life life(with({{1_ms, LifecycleEvent::masks, {}}, {3_ms, LifecycleEvent::unmasks, {}}}));
  life.run_until(1500_us);
  const Counts masked = life.counts();
  life.run_until(2999_us);
  CHECK(life.counts().completed == masked.completed);
  life.run_until(5_ms);
  CHECK(life.counts().completed > masked.completed + 20);
}

namespace {

/// Everything that could be lost at once, by chance: servers, backends, paths, triggers, events and their
/// dates.
class RandomLife {
 public:
  explicit RandomLife(std::uint64_t seed) : random_(seed, "life") {}

  vm::MachineSpec machine() {
    vm::MachineSpec machine = one_vm();
    machine.host.cores = 3;  // one for the management thread, when both others are spun on
    machine.host.scheduler.policy = "eevdf";
    vm::VmSpec& vm = machine.vms[0];
    device::DeviceSpec& device = vm.devices[0];
    device.queue.size = 16;
    device.queue.suppression = pick(
        {virtqueue::Suppression::flags, virtqueue::Suppression::event_idx, virtqueue::Suppression::none});
    device.kick = pick({notify::KickPathKind::ioeventfd_pio, notify::KickPathKind::ioeventfd_mmio,
                        notify::KickPathKind::ioeventfd_mmio_wildcard, notify::KickPathKind::userspace_pio});
    device.interrupt = pick({notify::InterruptPathKind::irqfd, notify::InterruptPathKind::ioctl});
    device.trigger = pick({device::Trigger::msi, device::Trigger::msi, device::Trigger::intx});
    if (notify::returns_to_userspace(device.kick)) {
      device.server.kind = server::ServerKind::vcpu;
    } else {
      device.server.poll =
          pick({server::PollSpec{}, server::PollSpec{20_us, false}, server::PollSpec{{}, true}});
    }
    device.queues = static_cast<std::uint16_t>(1 + below(2));
    device.backend.kind = device::BackendKind::fixed;
    device.backend.service = Distribution::exponential(2_us);
    device.backend.latency = pick({Distribution::fixed(0_us), Distribution::exponential(15_us)});
    vm.vcpu.apicv = below(2) == 0;
    if (below(2) == 0) vm.vcpu.halt_poll = vcpu::HaltPollSpec{};
    vm.workload.queue_depth = static_cast<std::uint32_t>(1 + below(5));
    vm.workload.compute = Distribution::exponential(2_us);
    vm.workload.completion =
        pick({workload::Completion::interrupt, workload::Completion::interrupt, workload::Completion::poll});
    const bool spins = device.server.poll.always || vm.workload.completion == workload::Completion::poll;
    if (below(3) == 0 && !spins) vm.placement.servers = vm::PlacementSpec::Servers::same_core;
    vm.lifecycle = steps();
    return machine;
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_.bits() % n; }
  template <class T>
  T pick(std::initializer_list<T> of) {
    return *(of.begin() + below(of.size()));
  }

  /// At the end everything is as it should be: nothing fails any more, the VM runs, no vector is masked.
  std::vector<vm::LifecycleStep> steps() {
    std::vector<vm::LifecycleStep> steps;
    Duration at{};
    for (std::uint64_t i = 2 + below(6); i != 0; --i) {
      at += Duration{static_cast<std::int64_t>(below(80'000'000))};
      steps.push_back({at, static_cast<LifecycleEvent>(below(10)),
                       Duration{static_cast<std::int64_t>(below(40'000'000))}});
    }
    for (const auto last : {LifecycleEvent::bus_recovers, LifecycleEvent::vm_runs, LifecycleEvent::unmasks})
      steps.push_back({std::max(at, 500_us), last, {}});
    return steps;
  }

  engine::RandomStream random_;
};

constexpr std::uint64_t lives = rounds(10'000);

}  // namespace

TEST_CASE(
    "In 10,000 random lives every request is completed or cancelled once, and no queue stands still at the "
    "end") {
  std::uint64_t completed = 0, cancelled = 0;
  for (std::uint64_t seed = 1; seed <= lives; ++seed) {
    INFO("seed " << seed);
    Life life(RandomLife(seed).machine(), seed);
    life.run_until(700_us);
    const Counts settled = life.counts();
    life.run_until(1_ms);
    const Counts end = life.counts();
    if (!settled.add_up() || !end.add_up() || end.completed <= settled.completed) {
      CHECK(settled.add_up());
      CHECK(end.add_up());
      CHECK(end.completed > settled.completed);
    }
    completed += end.completed;
    cancelled += end.cancelled;
  }
  CHECK(completed > 50 * lives);
  CHECK(cancelled > lives / 10);
}
