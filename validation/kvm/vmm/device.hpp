#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "device/device_spec.hpp"
#include "vmm/event_loop.hpp"
#include "vmm/served_queue.hpp"

namespace kickpath::vmm {

/// What a device needs of the VM that it is in.
struct DeviceParts {
  int vm;  ///< its descriptor
  const device::DeviceSpec& spec;
  std::vector<QueuePlan> queues;
  virtqueue::DirectMemory memory;
  const protocol::TscClock& clock;
  const protocol::SpinRate& spin;
  bool is_bare_doorbell;  ///< the workload rings without a ring
  std::uint64_t seed;
};

/// A virtio device: its queues, its backend, its doors. Whoever serves it, an iothread's loop or the vcpu
/// thread that kicked, is given by its Spec.
class Device {
 public:
  explicit Device(DeviceParts parts);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const device::DeviceSpec& spec() const { return parts_.spec; }
  bool is_served_by_vcpu() const { return parts_.spec.server.kind == server::ServerKind::vcpu; }
  bool has_iothread() const { return parts_.spec.server.kind == server::ServerKind::iothread; }
  bool needs_main_loop() const { return is_served_by_vcpu() && is_asynchronous(parts_.spec.backend); }

  /// Lets `loop` serve the queues (an iothread) or reap what finishes later (the main loop).
  void attach(EventLoop& loop);
  /// A kick that returned to userspace, of the device's queue `id`; the caller holds the global lock.
  void handle_kick(std::uint32_t id);

  /// The eventfd that kicks of queue `index` signal; -1 where they return to userspace.
  int kick_event(std::size_t index) const { return kicks_[index].get(); }

  /// Sent so far.
  std::uint64_t interrupts() const;

 private:
  notify::InterruptPathKind interrupt_kind() const;
  void register_kick(const QueuePlan& queue, int eventfd) const;
  void drain(ServedQueue& queue);
  void reap_finished();
  void arm_timer();
  bool has_finished() const;
  PollSource queue_source(ServedQueue& queue);
  PollSource backend_source();

  DeviceParts parts_;
  std::unique_ptr<Backend> backend_;
  FileDescriptor timer_;  ///< of the backend's next event
  std::optional<Instant> armed_for_;
  bool is_polled_ = false;  ///< the server looks at the backend by itself
  std::vector<FileDescriptor> kicks_;
  std::vector<std::unique_ptr<InterruptLine>> interrupts_;
  std::vector<std::unique_ptr<ServedQueue>> queues_;
};

}  // namespace kickpath::vmm
