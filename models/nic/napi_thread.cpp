#include "nic/napi_thread.hpp"

#include <utility>

namespace kickpath::nic {

using cost::Component;

namespace {

constexpr int budget = 64;  // NAPI_POLL_WEIGHT

}  // namespace

NapiThread::NapiThread(const Parts& parts, host::TaskSpec task)
    : parts_(parts), queue_(parts.queue),
      task_(parts.host.spawn(std::move(task), [this](host::Task& thread) { run(thread); })) {}

void NapiThread::arrived(const net::Packet& packet) {
  if (!queue_.push(packet)) return parts_.dropped();
  if (std::exchange(wants_interrupt_, false)) parts_.host.wake_from_irq(task_, parts_.irq);
}

// The interrupt's handler does no more than mask it and wake the thread, which pays for it.
void NapiThread::run(host::Task& task) {
  for (;;) {
    while (queue_.is_empty()) {
      wants_interrupt_ = true;
      task.block("frames");
    }
    task.kernel(parts_.host.cost(Component::nic_interrupt));
    while (!queue_.is_empty()) poll(task);
  }
}

void NapiThread::poll(host::Task& task) {
  for (int i = 0; i < budget && !queue_.is_empty(); ++i) {
    const net::Packet packet = queue_.pop();
    task.kernel(parts_.host.cost(Component::nic_receive));
    parts_.beyond.take(packet, task);
  }
  task.cond_resched();
}

}  // namespace kickpath::nic
