#pragma once
#include <cstddef>
#include <cstring>
#include <vector>

#include "engine/error.hpp"
#include "host/task.hpp"
#include "memory/line_bill.hpp"
#include "virtqueue/guest_memory.hpp"

/// The part of a VM's memory that guest and host share: rings, headers, tables. Real bytes, so the virtqueue
/// code runs as it does on real hardware, and every access is seen: the lines that it moves are charged to
/// the task that made it.
namespace kickpath::memory {

class SharedMemory {
 public:
  /// `topology`: of the host, see LineDirectory.
  explicit SharedMemory(std::size_t bytes, const host::Topology* topology = nullptr)
      : bytes_(bytes), lines_(bytes, topology) {}

  std::size_t size() const { return bytes_.size(); }
  std::byte* at(virtqueue::GuestAddress address, std::size_t length) {
    engine::check_invariant(address.value + length <= bytes_.size(), "an access beyond the shared memory");
    return bytes_.data() + address.value;
  }
  LineDirectory& lines() { return lines_; }

 private:
  std::vector<std::byte> bytes_;
  LineDirectory lines_;
};

/// One side's view: the accessor that the queues want (virtqueue/guest_memory.hpp). All tasks of a run share
/// one thread, so order and barriers come by themselves.
class SimulatedMemory {
 public:
  /// `extent`: the guest's address space, which goes on beyond the shared bytes: data buffers lie there, at
  /// which nobody looks.
  SimulatedMemory(SharedMemory& memory, Toucher& toucher, std::uint64_t extent)
      : memory_(&memory), toucher_(&toucher), extent_(extent) {}

  template <class T>
  T load(virtqueue::GuestAddress a) const {
    T value;
    std::memcpy(&value, touch(a, sizeof(T)), sizeof(T));
    return value;
  }
  template <class T>
  void store(virtqueue::GuestAddress a, T value) const {
    std::memcpy(touch(a, sizeof(T)), &value, sizeof(T));
  }
  template <class T>
  T load_acquire(virtqueue::GuestAddress a) const {
    return load<T>(a);
  }
  template <class T>
  void store_release(virtqueue::GuestAddress a, T value) const {
    store<T>(a, value);
  }
  void full_barrier() const {}

  bool contains(virtqueue::GuestAddress a, std::uint64_t length) const {
    return a.value <= extent_ && length <= extent_ - a.value;
  }

 private:
  std::byte* touch(virtqueue::GuestAddress a, std::size_t length) const {
    std::byte* bytes = memory_->at(a, length);
    memory_->lines().touch(a.value, length, toucher_->task->core(), toucher_->moved);
    return bytes;
  }

  SharedMemory* memory_;
  Toucher* toucher_;
  std::uint64_t extent_;
};

static_assert(virtqueue::GuestMemory<SimulatedMemory>);

}  // namespace kickpath::memory
