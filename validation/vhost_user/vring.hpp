#pragma once
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "program/device_loop.hpp"
#include "vhost_user/blk_disk.hpp"
#include "vhost_user/memory_table.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/split_device.hpp"
#include "vmm/file_descriptor.hpp"

namespace kickpath::vhost_user {

/// How a ring was started, and what came of it: that a test may know what it tested.
struct RingUse {
  bool is_packed = false;
  virtqueue::Suppression suppression = virtqueue::Suppression::flags;
  std::uint32_t size = 0;
  std::uint64_t kicks = 0;       ///< times that its eventfd was found signalled
  std::uint64_t requests = 0;    ///< served
  std::uint64_t interrupts = 0;  ///< eventfd writes
  virtqueue::DeviceError error = virtqueue::DeviceError::none;
};

/// One ring of the device, from the frontend's messages to the device's side of it: it is started by
/// SET_VRING_KICK, runs while it is enabled, and is stopped by GET_VRING_BASE ("Starting and stopping
/// rings"). It is itself the world of the device's loop (program/world.hpp).
class Vring {
 public:
  Vring(QueueId id, const MemoryTable& memory, BlkDisk& disk) : id_(id), memory_(memory), disk_(disk) {}

  // As told; what is wrong with it is said when the ring starts.
  void set_size(std::uint32_t size) { size_ = size; }
  void set_address(const VringAddress& address) { address_ = address; }
  void set_base(std::uint32_t base) { base_ = base; }
  void set_call(vmm::FileDescriptor call) { call_ = std::move(call); }
  void set_error(vmm::FileDescriptor error) { error_ = std::move(error); }

  void start(vmm::FileDescriptor kick, std::uint64_t features);
  /// Where it is, as another device's base.
  std::uint32_t stop();
  void enable(bool is_enabled) { is_enabled_ = is_enabled; }

  /// Has a side of the queue, and may be served.
  bool is_running() const { return is_enabled_ && !is_broken_ && has_side(); }
  int kick_descriptor() const { return kick_.get(); }
  /// Its eventfd was found signalled.
  void take_kick();
  /// Serves all that is there, if it runs.
  void drain();
  /// The memory has changed: a ring that no longer lies in it is stopped, and false.
  bool still_fits();

  const std::vector<RingUse>& uses() const { return uses_; }

  // The world.
  Instant now() const { return {}; }  // nothing in a drain asks for the time
  bool is_stopping() const { return false; }
  void about_to(program::RingOperation, QueueId) {}
  program::Served serve(QueueId, const virtqueue::Chain& chain);
  void interrupt(QueueId);
  void ring_is_broken(QueueId);

 private:
  using Split = virtqueue::SplitDevice<TableMemory>;
  using Packed = virtqueue::PackedDevice<TableMemory>;

  bool has_side() const { return !std::holds_alternative<std::monostate>(side_); }
  void start_split(virtqueue::Suppression suppression);
  void start_packed(virtqueue::Suppression suppression);
  virtqueue::GuestAddress translate(std::uint64_t user_address, const char* what) const;
  [[noreturn]] void refuse(const std::string& why) const;

  QueueId id_;
  const MemoryTable& memory_;
  BlkDisk& disk_;
  std::uint32_t size_ = 0;
  std::uint32_t base_ = 0;
  VringAddress address_;
  vmm::FileDescriptor kick_, call_, error_;
  std::variant<virtqueue::QueueLayout, virtqueue::PackedLayout> layout_;
  std::vector<std::uint16_t> lengths_;  // a packed queue's own memory
  std::variant<std::monostate, Split, Packed> side_;
  std::vector<RingUse> uses_;
  bool is_enabled_ = false;
  bool is_broken_ = false;
};

static_assert(program::DeviceWorld<Vring, virtqueue::Chain>);

/// SET_VRING_BASE of a packed ring: position and wrap counter of the next available descriptor, and of the
/// next used one in the upper half.
std::uint32_t packed_base(virtqueue::RingPosition position);

}  // namespace kickpath::vhost_user
