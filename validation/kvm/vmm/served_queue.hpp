#pragma once
#include <atomic>
#include <cstdint>
#include <variant>
#include <vector>

#include "program/device_loop.hpp"
#include "protocol/tsc.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/split_device.hpp"
#include "vmm/backend.hpp"
#include "vmm/guest_plan.hpp"
#include "vmm/interrupt_line.hpp"

namespace kickpath::vmm {

/// The host's side of one virtqueue: what a server does when it is told to look. It is itself the world of
/// the device's programs (program/world.hpp). One thread at a time.
class ServedQueue {
 public:
  ServedQueue(const virtqueue::DirectMemory& memory, const QueuePlan& plan,
              virtqueue::Suppression suppression, Backend& backend, const InterruptLine& interrupt,
              const protocol::TscClock& clock)
      : memory_(memory), queue_(make_side(plan.rings, suppression)), plan_(plan), backend_(backend),
        interrupt_(interrupt), clock_(clock) {}
  ServedQueue(const ServedQueue&) = delete;
  ServedQueue& operator=(const ServedQueue&) = delete;

  /// One visit.
  void drain();
  /// A request that the backend has finished; interrupt_for_finished() follows.
  void finish(std::uint32_t ticket);
  void interrupt_for_finished();

  // For a server that polls.
  void stop_kicks();
  bool has_pending();
  /// True: requests came meanwhile.
  bool resume_kicks();

  /// Sent so far.
  std::uint64_t interrupts() const { return interrupts_.load(std::memory_order_relaxed); }

  // The world.
  Instant now() const { return clock_.now(); }
  bool is_stopping() const { return false; }  // servers are stopped when the guest is
  void about_to(program::RingOperation, QueueId) {}
  program::Served serve(QueueId, const virtqueue::Chain& chain);
  void interrupt(QueueId);
  void ring_is_broken(QueueId);

 private:
  using DeviceSide = std::variant<virtqueue::SplitDevice<virtqueue::DirectMemory>,
                                  virtqueue::PackedDevice<virtqueue::DirectMemory>>;

  DeviceSide make_side(const device::Rings& rings, virtqueue::Suppression suppression);
  std::uint64_t data_bytes(const virtqueue::Chain& chain) const;

  virtqueue::DirectMemory memory_;
  std::vector<std::uint16_t> lengths_;  ///< a packed queue's own memory
  DeviceSide queue_;
  QueuePlan plan_;
  Backend& backend_;
  const InterruptLine& interrupt_;
  protocol::TscClock clock_;
  std::vector<std::uint32_t> written_;  ///< by head, of requests under way
  std::atomic<std::uint64_t> interrupts_ = 0;
  bool are_kicks_stopped_ = false;
  bool has_finished_ = false;
};

static_assert(program::DeviceWorld<ServedQueue, virtqueue::Chain>);

/// Names a request under way to its device: which queue, and which head.
constexpr std::uint64_t tag_of(std::uint32_t queue, std::uint32_t head) {
  return std::uint64_t{queue} << 32 | head;
}

}  // namespace kickpath::vmm
