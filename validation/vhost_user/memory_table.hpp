#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "vhost_user/message.hpp"
#include "virtqueue/guest_memory.hpp"

namespace kickpath::vhost_user {

/// One region of the guest's memory, mapped from the frontend's file.
class MappedRegion {
 public:
  /// Throws ProtocolError when the region cannot be: it wraps around, is not whole pages, or is longer than
  /// its file, the end of which would be a SIGBUS later.
  MappedRegion(const MemoryRegion& region, int file);
  MappedRegion(MappedRegion&& other) noexcept;
  MappedRegion& operator=(MappedRegion&&) = delete;
  ~MappedRegion();

  const MemoryRegion& region() const { return region_; }
  std::byte* begin() const { return begin_; }

  bool contains(virtqueue::GuestAddress a, std::uint64_t length) const {
    if (a.value < region_.guest_address) return false;
    const std::uint64_t offset = a.value - region_.guest_address;
    return offset <= region_.bytes && length <= region_.bytes - offset;
  }
  std::byte* at(virtqueue::GuestAddress a) const { return begin_ + (a.value - region_.guest_address); }

 private:
  MemoryRegion region_;
  std::byte* begin_ = nullptr;
};

/// The guest's memory as the frontend last told it.
class MemoryTable {
 public:
  MemoryTable() = default;
  /// Of SET_MEM_TABLE: a file for each region. The regions must not overlap.
  MemoryTable(std::span<const MemoryRegion> regions, std::span<const vmm::FileDescriptor> files);

  /// Are they all there, in one region? What lies across two is refused: no VMM known puts memory that a
  /// guest takes for one piece into two files.
  bool contains(virtqueue::GuestAddress a, std::uint64_t length) const { return find(a, length) != nullptr; }
  /// Of an address that `contains` admitted.
  std::byte* at(virtqueue::GuestAddress a) const { return find(a, 1)->at(a); }
  /// What the frontend sees at `user_address`, as the guest names it.
  std::optional<virtqueue::GuestAddress> guest_address_of(std::uint64_t user_address) const;

 private:
  const MappedRegion* find(virtqueue::GuestAddress a, std::uint64_t length) const {
    for (const MappedRegion& r : regions_)
      if (r.contains(a, length)) return &r;
    return nullptr;
  }
  std::vector<MappedRegion> regions_;
};

/// What a queue keeps of it (virtqueue/guest_memory.hpp).
struct TableMemory {
  const MemoryTable* table = nullptr;

  template <class T>
  T load(virtqueue::GuestAddress a) const {
    return __atomic_load_n(at<T>(a), __ATOMIC_RELAXED);
  }
  template <class T>
  void store(virtqueue::GuestAddress a, T value) const {
    __atomic_store_n(at<T>(a), value, __ATOMIC_RELAXED);
  }
  template <class T>
  T load_acquire(virtqueue::GuestAddress a) const {
    return __atomic_load_n(at<T>(a), __ATOMIC_ACQUIRE);
  }
  template <class T>
  void store_release(virtqueue::GuestAddress a, T value) const {
    __atomic_store_n(at<T>(a), value, __ATOMIC_RELEASE);
  }
  void full_barrier() const { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
  bool contains(virtqueue::GuestAddress a, std::uint64_t length) const { return table->contains(a, length); }

 private:
  template <class T>
  T* at(virtqueue::GuestAddress a) const {
    return reinterpret_cast<T*>(table->at(a));
  }
};

static_assert(virtqueue::GuestMemory<TableMemory>);

}  // namespace kickpath::vhost_user
