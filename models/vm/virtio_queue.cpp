#include "vm/virtio_queue.hpp"

#include "device/rings.hpp"
#include "notify/doorbell.hpp"

namespace kickpath::vm {

using cost::Component;

namespace {

std::uint32_t requests_of(const VirtioQueueParts& parts) {
  return workload::in_flight_of(parts.workload, parts.spec.queues, parts.id.value);
}

std::uint64_t slots_bytes(const VirtioQueueParts& parts) {
  return program::RequestLayout::slot_bytes * requests_of(parts);
}

std::uint64_t data_bytes(const VirtioQueueParts& parts) {
  return std::uint64_t{parts.workload.request_bytes} * workload::merged_at_most(parts.workload);
}

program::RequestLayout layout_of(const VirtioQueueParts& parts, std::uint64_t slots_at,
                                 std::uint64_t data_at) {
  return {parts.spec.kind == device::DeviceKind::blk,
          parts.workload.direction == workload::Direction::read,
          parts.spec.queue.indirect,
          parts.workload.request_bytes,
          virtqueue::GuestAddress{data_at},
          virtqueue::GuestAddress{slots_at},
          parts.workload.flush_every};
}

constexpr virtqueue::GuestAddress rings_at{0};

std::variant<SplitDriver, PackedDriver> driver_of(const device::QueueSpec& queue,
                                                  const memory::SimulatedMemory& memory,
                                                  std::span<virtqueue::DriverSlot> slots) {
  const device::Rings rings = device::lay_out(rings_at, queue);
  if (const auto* packed = std::get_if<virtqueue::PackedLayout>(&rings))
    return PackedDriver(memory, *packed, slots, queue.suppression);
  return SplitDriver(memory, std::get<virtqueue::QueueLayout>(rings), slots, queue.suppression);
}

device::ServedQueueParts served_parts(const VirtioQueueParts& parts, memory::SharedMemory& memory,
                                      std::uint64_t extent) {
  return {parts.host,
          memory,
          extent,
          parts.id,
          device::lay_out(rings_at, parts.spec.queue),
          parts.spec.queue.suppression,
          parts.spec.kind == device::DeviceKind::blk,
          device::completes_later(parts.spec),
          parts.backend,
          parts.guest,
          parts.owner.vcpu(),
          parts.spec.queue.notify_on_empty,
          &parts.owner.world().probes().device};
}

// What the device model does in the vcpu thread, under the global lock. The doorbell of 2009 has no ring: its
// handler makes a system call that signals the counter in the kernel.
std::function<void(vcpu::Vcpu&)> handler_of(const VirtioQueueParts& parts, device::ServedQueue& served) {
  const bool is_bare_doorbell = parts.workload.completion == workload::Completion::none;
  return [&host = parts.host, &lock = parts.lock, &served, is_bare_doorbell](vcpu::Vcpu& vcpu) {
    host::Task& task = vcpu.task();
    lock.lock(task);
    if (is_bare_doorbell) {
      task.kernel(host.cost(Component::syscall));
      served.kicks().signal(task);
    } else {
      served.drain(task);
    }
    lock.unlock(task);
  };
}

}  // namespace

VirtioQueue::VirtioQueue(const VirtioQueueParts& parts)
    : id_(parts.id), is_vhost_(parts.server.is_in_kernel()), spec_(parts.spec.queue),
      ring_bytes_(device::area_bytes(parts.spec.queue)), shared_bytes_(ring_bytes_ + slots_bytes(parts)),
      extent_(shared_bytes_ + data_bytes(parts)), memory_(shared_bytes_, &parts.host.topology()),
      guest_memory_(memory_, parts.owner.world().toucher(), extent_),
      requests_layout_(layout_of(parts, ring_bytes_, shared_bytes_)), driver_slots_(parts.spec.queue.size),
      request_slots_(requests_of(parts)),
      driver_(driver_of(parts.spec.queue, guest_memory_, driver_slots_)),
      requests_(request_slots_),
      served_(served_parts(parts, memory_, extent_)),
      ways_(notify::make_kick_ways(parts.spec.kick, served_.kicks(), handler_of(parts, served_))),
      notifier_({parts.bus, notify::doorbell_of(parts.spec.kick, parts.device, parts.id.value),
                 served_.kicks(), *ways_.ioeventfd, *ways_.userspace,
                 [this](host::Task& by) { served_.drain(by); }}) {
  memory_.lines().forget();
}

void VirtioQueue::driver_ok(host::Task& by) {
  notifier_.handle(notify::HostNotifier::Event::driver_ok, by);
  if (is_vhost_) notifier_.handle(notify::HostNotifier::Event::vhost_takes, by);
}

void VirtioQueue::reset(host::Task& by) {
  if (is_vhost_) notifier_.handle(notify::HostNotifier::Event::vhost_returns, by);
  notifier_.handle(notify::HostNotifier::Event::reset, by);
}

std::uint32_t VirtioQueue::renew(host::Task& by) {
  const std::uint32_t cancelled = requests_.in_flight();
  served_.renew(by, [this] { driver_ = driver_of(spec_, guest_memory_, driver_slots_); });
  requests_ = program::RequestTable(request_slots_);
  return cancelled;
}

}  // namespace kickpath::vm
