#pragma once
#include <vector>

#include "memory/line_bill.hpp"
#include "memory/simulated_memory.hpp"
#include "nic/ring_probes.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

namespace kickpath::nic {

/// A split virtqueue of a network device: the shared memory and both sides. Data lie beyond the shared bytes, where
/// nobody looks.
class Ring {
 public:
  using Driver = virtqueue::SplitDriver<memory::SimulatedMemory>;
  using Device = virtqueue::SplitDevice<memory::SimulatedMemory>;
  static constexpr std::uint64_t data_bytes = std::uint64_t{1} << 30;

  /// The guest's `task` writes the empty rings, which costs it nothing.
  Ring(host::Host& host, const host::Task& task, std::uint16_t size, virtqueue::Suppression suppression)
      : memory_(virtqueue::area_bytes(size), &host.topology()), slots_(size),
        layout_(virtqueue::lay_out(virtqueue::GuestAddress{0}, size)), guest{&task},
        driver(memory::SimulatedMemory(memory_, guest, extent()), layout_, slots_, suppression),
        device(memory::SimulatedMemory(memory_, server, extent()), layout_, suppression) {
    memory_.lines().forget();
    guest.moved = {};
  }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  virtqueue::GuestAddress data() const { return virtqueue::GuestAddress{memory_bytes()}; }

 private:
  std::uint64_t memory_bytes() const { return virtqueue::area_bytes(layout_.size); }
  std::uint64_t extent() const { return memory_bytes() + data_bytes; }

  memory::SharedMemory memory_;
  std::vector<virtqueue::DriverSlot> slots_;
  virtqueue::QueueLayout layout_;

 public:
  memory::Toucher guest;   ///< the vcpu's task
  memory::Toucher server;  ///< who serves now
  Driver driver;
  Device device;
  RingProbes probes;
};

}  // namespace kickpath::nic
