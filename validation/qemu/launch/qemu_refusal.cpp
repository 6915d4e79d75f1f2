#include "qemu/qemu_refusal.hpp"

#include <fmt/format.h>

#include "protocol/address_map.hpp"
#include "qemu/qemu_plan.hpp"

namespace kickpath::qemu {

namespace {

using device::BackendKind;
using device::DeviceKind;
using device::DeviceSpec;
using notify::InterruptPathKind;
using notify::KickPathKind;
using server::ServerKind;
using vmm::Where;

constexpr std::uint32_t least_entries = 4;    // QEMU 7.2 hw/block/virtio-blk.c virtio_blk_device_realize
constexpr std::uint32_t most_entries = 1024;  // VIRTQUEUE_MAX_SIZE
constexpr std::uint32_t most_queues = 1024;   // VIRTIO_QUEUE_MAX

Where operator/(Where where, std::variant<std::string, std::size_t> step) {
  where.push_back(std::move(step));
  return where;
}

bool is_zero(const Distribution& law) { return law == Distribution::fixed(Duration::zero()); }

class Refusing {
 public:
  Refusing(const vmm::Limits& limits, std::vector<vmm::Refusal>& found) : limits_(limits), found_(found) {}

  void group(const vm::VmSpec& spec, const Where& at) {
    if (spec.devices.size() > most_devices)
      add(at / "devices", fmt::format("there are PCI slots for {} devices", most_devices));
    for (std::size_t d = 0; d < spec.devices.size(); ++d) device(spec.devices[d], at / "devices" / d);
    if (spec.workload.request_bytes % program::blk_sector_bytes != 0)
      add(at / "workload" / "request_bytes", "a disk of QEMU takes whole sectors of 512 bytes");
    if (spec.workload.completion == workload::Completion::none)
      add(at / "workload" / "completion",
          "a disk of QEMU completes its requests: say interrupt, poll or spin");
    if (found_.empty()) room(spec, at);
  }

 private:
  void add(Where where, std::string message) { found_.push_back({std::move(where), std::move(message)}); }

  void device(const DeviceSpec& spec, const Where& at) {
    if (spec.kind == DeviceKind::doorbell) add(at / "type", "QEMU has no device that only rings: say blk");
    if (spec.kind == DeviceKind::net)
      add(at / "type", "the payload drives no network device: simulator only");
    if (spec.queues > most_queues)
      add(at / "queues", fmt::format("QEMU's devices have {} queues at most", most_queues));
    kick(spec, at / "kick");
    queue(spec, at / "queue");
    interrupt(spec, at);
    server(spec.server, at / "server");
    backend(spec.backend, at / "backend");
  }

  void kick(const DeviceSpec& spec, const Where& at) {
    const bool is_eventfd = !notify::returns_to_userspace(spec.kick);
    if (spec.kick == KickPathKind::none)
      add(at, "QEMU's servers poll for a time at most, and need kicks");
    else if (spec.kick == KickPathKind::ioeventfd_hypercall)
      add(at, "no x86 KVM has a hypercall ioeventfd: simulator only");
    else if (is_eventfd && !limits_.has_ioeventfd)
      add(at, "this KVM lacks KVM_CAP_IOEVENTFD");
    else if (spec.kick == KickPathKind::ioeventfd_mmio_wildcard && !limits_.has_wildcard_ioeventfd)
      add(at, "this KVM lacks KVM_CAP_IOEVENTFD_NO_LENGTH");
  }

  void queue(const DeviceSpec& spec, const Where& at) {
    const device::QueueSpec& queue = spec.queue;
    if (queue.size < least_entries || queue.size > most_entries || !virtqueue::is_queue_size(queue.size))
      add(at / "size", fmt::format("a disk of QEMU has queues of {} to {} entries, a power of two",
                                   least_entries, most_entries));
    if (queue.layout == device::Layout::packed && is_legacy(spec))
      add(at / "layout",
          "kicks by PIO are those of a legacy device, which has no packed ring: say an MMIO path");
    if (queue.suppression == virtqueue::Suppression::none)
      add(at / "suppression", "QEMU's devices ask for silence: say flags or event-idx");
    if (queue.notify_on_empty)
      add(at / "notify_on_empty", "the payload does not negotiate VIRTIO_F_NOTIFY_ON_EMPTY: simulator only");
  }

  void interrupt(const DeviceSpec& spec, const Where& at) {
    const bool is_eventfd = !notify::returns_to_userspace(spec.kick);
    if (spec.trigger == device::Trigger::intx)
      add(at / "trigger", "the payload handles no PCI interrupt lines: simulator only");
    if (device::share_a_vector(spec))
      add(at / "vectors", "the payload gives each queue a vector of its own: shared ones are simulator only");
    if (is_eventfd && spec.interrupt == InterruptPathKind::ioctl)
      add(at / "interrupt", "QEMU's devices with ioeventfds interrupt by irqfd");
    if (spec.interrupt == InterruptPathKind::irqfd && is_eventfd && !limits_.has_irqfd)
      add(at / "interrupt", "this KVM lacks KVM_CAP_IRQFD");
  }

  void server(const server::ServerSpec& spec, const Where& at) {
    if (spec.kind == ServerKind::vhost) add(at / "kind", "QEMU's disks have no vhost worker: simulator only");
    if (spec.kind == ServerKind::thread_per_queue || spec.kind == ServerKind::none)
      add(at / "kind", "QEMU's servers are iothread, main-loop and vcpu");
    if (spec.poll.always) add(at / "poll", "QEMU's iothreads poll for a time: say a duration (poll-max-ns)");
    if (spec.kind == ServerKind::main_loop && spec.poll.max > Duration::zero())
      add(at / "poll", "QEMU's main loop does not poll");
    if (spec.iothreads != 1)
      add(at / "iothreads", "a device of QEMU before 9.0 has one iothread: simulator only");
  }

  void backend(const device::BackendSpec& spec, const Where& at) {
    if (spec.kind == BackendKind::disk)
      add(at / "kind", "QEMU's null-co is no disk with stations: say null or fixed");
    if (spec.kind != BackendKind::fixed) return;
    if (!is_zero(spec.service))
      add(at / "service", "QEMU's null-co takes no CPU time of its own: say latency");
    if (!spec.latency.is_fixed()) add(at / "latency", "QEMU's null-co has one latency (latency-ns)");
  }

  void room(const vm::VmSpec& spec, const Where& at) {
    const QemuPlan plan = plan_qemu(spec);
    if (plan.guest.memory_bytes > protocol::max_memory)
      add(at, fmt::format("a guest of {} MiB; at most {} MiB are mapped here", plan.guest.memory_bytes >> 20,
                          protocol::max_memory >> 20));
    for (const vmm::QueuePlan& queue : plan.guest.queues)
      if (queue.vector > protocol::last_queue_vector)
        return add(at / "devices",
                   fmt::format("a vcpu would have more than {} queues", protocol::max_queues_of_vcpu));
  }

  const vmm::Limits& limits_;
  std::vector<vmm::Refusal>& found_;
};

}  // namespace

std::vector<vmm::Refusal> refusals(const vm::MachineSpec& spec, const vmm::Limits& limits) {
  std::vector<vmm::Refusal> found = vmm::refusals_of_host(spec, limits);
  Refusing refusing(limits, found);
  for (std::size_t i = 0; i < spec.vms.size(); ++i) refusing.group(spec.vms[i], Where{"vms", i});
  return found;
}

std::vector<std::string> differences(const vm::MachineSpec& spec, const vmm::Limits& limits,
                                     const hostfacts::HostRecord& host) {
  vmm::Limits of_qemu = limits;
  of_qemu.has_halt_poll = false;  // which QEMU does not set for its VMs
  std::vector<std::string> found = vmm::differences(spec, of_qemu, host);
  found.push_back("repeats are intervals of one boot");
  for (const vm::VmSpec& group : spec.vms)
    for (const DeviceSpec& device : group.devices) {
      const std::string name = group.name + "." + device.name;
      if (notify::returns_to_userspace(device.kick)) {
        found.push_back(name + ": the vcpu submits, but QEMU completes every request in its main loop");
        if (device.interrupt == InterruptPathKind::irqfd)
          found.push_back(name + ": without ioeventfds QEMU interrupts by ioctl");
      }
      if (device.kick == KickPathKind::ioeventfd_mmio && limits.has_wildcard_ioeventfd)
        found.push_back(name + ": QEMU's MMIO ioeventfds are wildcards on this KVM");
    }
  return found;
}

}  // namespace kickpath::qemu
