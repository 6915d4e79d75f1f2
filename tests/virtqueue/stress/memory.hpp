#pragma once
#include <cstddef>

#include "slow_stores.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/packed_layout.hpp"

/// The accessor of both sides: guest's and VMM's DirectMemory, made harder in two ways.
namespace kickpath::virtqueue::stress {

/// For ThreadSanitizer, to which the relaxed atomics of DirectMemory never race: descriptors, ring entries
/// and data are then plain accesses, which barriers A and B allow. An A or B that does not order is a data
/// race.
#ifdef RING_STRESS_PLAIN_DATA
constexpr bool has_plain_data = true;
#else
constexpr bool has_plain_data = false;
#endif

/// Words that both sides access at the same time by plain load() and store(); of what is there besides, A and
/// B's acquires and releases are atomic by themselves.
constexpr bool is_contended(const QueueLayout& layout, GuestAddress a) {
  return a == layout.avail_flags() || a == layout.avail_idx() || a == layout.used_event() ||
         a == layout.used_flags() || a == layout.used_idx() || a == layout.avail_event();
}
constexpr bool is_contended(const PackedLayout& layout, GuestAddress a) {
  return a == layout.driver_event || a == layout.device_event;
}

template <class L>
class Memory {
 public:
  Memory(const DirectMemory& direct, const L& layout, SlowStores& slow)
      : direct_(direct), layout_(layout), slow_(&slow) {}

  template <class T>
  T load(GuestAddress a) const {
    if (has_plain_data && !is_contended(layout_, a)) return *at<T>(a);
    return direct_.load<T>(a);
  }
  template <class T>
  void store(GuestAddress a, T value) const {
    if (is_contended(layout_, a)) {
      slow_->delay_next();
    } else if (has_plain_data) {
      *at<T>(a) = value;
      return;
    }
    direct_.store<T>(a, value);
  }
  template <class T>
  T load_acquire(GuestAddress a) const {
    return direct_.load_acquire<T>(a);
  }
  template <class T>
  void store_release(GuestAddress a, T value) const {
    slow_->delay_next();
    direct_.store_release<T>(a, value);
  }
  /// ThreadSanitizer executes this fence and does not take it into account (hence g++'s -Wtsan, which is off
  /// for that target). That could only add reports, and adds none: barriers C and D order nothing but atomic
  /// words.
  void full_barrier() const { direct_.full_barrier(); }
  bool contains(GuestAddress a, std::uint64_t length) const { return direct_.contains(a, length); }

 private:
  template <class T>
  T* at(GuestAddress a) const {
    return reinterpret_cast<T*>(direct_.base + (a.value - direct_.start.value));
  }

  DirectMemory direct_;
  L layout_;
  SlowStores* slow_;
};

static_assert(GuestMemory<Memory<QueueLayout>>);
static_assert(GuestMemory<Memory<PackedLayout>>);

}  // namespace kickpath::virtqueue::stress
