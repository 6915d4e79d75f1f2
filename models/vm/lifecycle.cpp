#include "vm/lifecycle.hpp"

namespace kickpath::vm {

using Event = notify::HostNotifier::Event;
using State = notify::HostNotifier::State;

void Lifecycle::run(host::Task& task) {
  const engine::Simulation& simulation = task.host().simulation();
  for (const LifecycleStep& step : steps_) {
    while (simulation.now() < Instant{step.at})
      static_cast<void>(task.block_until(Instant{step.at}, "the next event of its VM's life"));
    bring_about(step, task);
  }
}

void Lifecycle::bring_about(const LifecycleStep& step, host::Task& task) {
  switch (step.event) {
    case LifecycleEvent::vm_stops:
      return stop(task);
    case LifecycleEvent::vm_runs:
      return go_on(task);
    case LifecycleEvent::migrates:
      return migrate(step.downtime, task);
    case LifecycleEvent::needs_reset:
      for (const auto& guest : vm_.guests()) guest->ask_for_reset(task);
      return;
    case LifecycleEvent::vhost_takes:
      return tell_notifiers(Event::vhost_takes, task);
    case LifecycleEvent::vhost_returns:
      return tell_notifiers(Event::vhost_returns, task);
    case LifecycleEvent::bus_fails:
      return vm_.io_bus().fail_with(notify::IoBus::Outcome::full);
    case LifecycleEvent::bus_recovers:
      return vm_.io_bus().fail_with(notify::IoBus::Outcome::assigned);
    case LifecycleEvent::masks:
      for (const auto& device : vm_.devices()) device->interrupts().mask(task);
      return;
    case LifecycleEvent::unmasks:
      for (const auto& device : vm_.devices()) device->interrupts().unmask(task);
      return;
  }
}

// What happens to vhost's queues while the VM stands still happens when it runs again.
void Lifecycle::tell_notifiers(Event event, host::Task& task) {
  if (is_stopped_) {
    lent_.clear();
    if (event == Event::vhost_takes) for_each_queue([&](VirtioQueue& queue) { lent_.push_back(&queue); });
    return;
  }
  for_each_queue([&](VirtioQueue& queue) { static_cast<void>(queue.notifier().handle(event, task)); });
}

// QEMU softmmu/cpus.c do_vm_stop: the vcpus first; then the devices' state handlers, which end vhost and take
// the ioeventfds away; then everything in flight is awaited (bdrv_drain_all); the guest's interrupts last.
void Lifecycle::stop(host::Task& task) {
  if (is_stopped_) return;
  is_stopped_ = true;
  for (const auto& guest : vm_.guests()) guest->vcpu().ask_to_pause(task);
  for (const auto& guest : vm_.guests()) guest->vcpu().await_pause(task);
  for_each_queue([&](VirtioQueue& queue) {
    if (queue.notifier().state() == State::offlimits) {
      lent_.push_back(&queue);
      static_cast<void>(queue.notifier().handle(Event::vhost_returns, task));
    }
    static_cast<void>(queue.notifier().handle(Event::vm_stops, task));
  });
  for_each_queue([&](VirtioQueue& queue) { queue.served().await_quiet(task); });
  for (const auto& device : vm_.devices()) device->interrupts().vm_stops(task);
}

// An ioeventfd that is new is signalled once: something may be in the ring (QEMU hw/virtio/virtio.c,
// virtio_device_start_ioeventfd_impl).
void Lifecycle::go_on(host::Task& task) {
  if (!is_stopped_) return;
  is_stopped_ = false;
  for (const auto& device : vm_.devices()) device->interrupts().vm_runs(task);
  for_each_queue([&](VirtioQueue& queue) {
    const auto outcome = queue.notifier().handle(Event::vm_runs, task);
    if (outcome == notify::HostNotifier::Outcome::moved) queue.served().kicks().write(task);
  });
  for (VirtioQueue* queue : lent_) static_cast<void>(queue->notifier().handle(Event::vhost_takes, task));
  lent_.clear();
  for (const auto& guest : vm_.guests()) guest->vcpu().go_on(task);
}

// The rings move with the guest's memory and the local APIC's state with its vcpus; nothing is in flight
// meanwhile. No cache line is where it was.
void Lifecycle::migrate(Duration downtime, host::Task& task) {
  stop(task);
  const Instant until = task.host().simulation().now() + downtime;
  for_each_queue([](VirtioQueue& queue) { queue.forget_lines(); });
  while (task.host().simulation().now() < until) static_cast<void>(task.block_until(until, "the other host"));
  go_on(task);
}

}  // namespace kickpath::vm
