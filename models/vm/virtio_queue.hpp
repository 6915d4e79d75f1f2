#pragma once
#include <memory>
#include <variant>
#include <vector>

#include "device/device_spec.hpp"
#include "device/served_queue.hpp"
#include "notify/guest_notifier.hpp"
#include "notify/host_notifier.hpp"
#include "notify/kick_catalogue.hpp"
#include "server/global_lock.hpp"
#include "server/server.hpp"
#include "vm/guest.hpp"

namespace kickpath::vm {

struct VirtioQueueParts {
  host::Host& host;
  const device::DeviceSpec& spec;
  QueueId id;
  Guest& owner;
  device::Backend& backend;
  notify::GuestNotifier* guest;  ///< null: the guest is not interrupted
  server::GlobalLock& lock;      ///< held by a vcpu thread that serves
  server::Server& server;
  notify::IoBus& bus;
  std::uint32_t device;  ///< number in the VM
  const workload::WorkloadSpec& workload;
};

/// One virtqueue of a VM: the memory that both sides share, the driver's side, the device's side, and the
/// notifier between them.
class VirtioQueue {
 public:
  explicit VirtioQueue(const VirtioQueueParts& parts);
  VirtioQueue(const VirtioQueue&) = delete;
  VirtioQueue& operator=(const VirtioQueue&) = delete;

  QueueId id() const { return id_; }
  device::ServedQueue& served() { return served_; }
  notify::HostNotifier& notifier() { return notifier_; }
  device::Layout layout() const { return spec_.layout; }
  /// `Q` as layout() says.
  template <virtqueue::DriverQueue Q>
  Side<Q> side(GuestWorld& world) {
    return {world, id_, guest_memory_, std::get<Q>(driver_), requests_layout_, requests_};
  }
  /// The guest, on the fiber of `by`, has set DRIVER_OK. A server in the kernel takes the host notifier.
  void driver_ok(host::Task& by);
  /// And has reset the device: a server in the kernel gives it back first.
  void reset(host::Task& by);
  /// Both sides begin anew, nothing being in flight at the device; how many requests the driver had not
  /// reaped.
  std::uint32_t renew(host::Task& by);
  void forget_lines() { memory_.lines().forget(); }
  std::uint32_t in_flight() const { return requests_.in_flight(); }
  std::uint32_t capacity() const { return static_cast<std::uint32_t>(request_slots_.size()); }

 private:
  QueueId id_;
  bool is_vhost_;
  device::QueueSpec spec_;
  std::uint64_t ring_bytes_;
  std::uint64_t shared_bytes_;
  std::uint64_t extent_;
  memory::SharedMemory memory_;
  memory::SimulatedMemory guest_memory_;
  program::RequestLayout requests_layout_;
  std::vector<virtqueue::DriverSlot> driver_slots_;
  std::vector<program::RequestSlot> request_slots_;
  std::variant<SplitDriver, PackedDriver> driver_;
  program::RequestTable requests_;
  device::ServedQueue served_;
  notify::KickWays ways_;
  notify::HostNotifier notifier_;
};

}  // namespace kickpath::vm
