#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

#include "virtqueue/guest_memory.hpp"

namespace kickpath::virtqueue {

// VirtIO 1.3 2.7: split rings are little-endian; words are stored as they are.
static_assert(std::endian::native == std::endian::little);

/// Guest memory that is mapped here: `size` bytes from guest address `start` lie at `base`, which must be
/// 16-byte aligned as `start` is. Relaxed atomics, which compile to single plain loads and stores on x86-64.
struct DirectMemory {
  std::byte* base = nullptr;
  GuestAddress start;
  std::uint64_t size = 0;

  template <class T>
  T load(GuestAddress a) const {
    return __atomic_load_n(at<T>(a), __ATOMIC_RELAXED);
  }
  template <class T>
  void store(GuestAddress a, T value) const {
    __atomic_store_n(at<T>(a), value, __ATOMIC_RELAXED);
  }
  template <class T>
  T load_acquire(GuestAddress a) const {
    return __atomic_load_n(at<T>(a), __ATOMIC_ACQUIRE);
  }
  template <class T>
  void store_release(GuestAddress a, T value) const {
    __atomic_store_n(at<T>(a), value, __ATOMIC_RELEASE);
  }
  void full_barrier() const { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

  constexpr bool contains(GuestAddress a, std::uint64_t length) const {
    if (a < start) return false;
    const std::uint64_t offset = a.value - start.value;
    return offset <= size && length <= size - offset;
  }

 private:
  template <class T>
  T* at(GuestAddress a) const {
    return reinterpret_cast<T*>(base + (a.value - start.value));
  }
};

static_assert(GuestMemory<DirectMemory>);

}  // namespace kickpath::virtqueue
