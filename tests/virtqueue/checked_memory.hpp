#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "virtqueue/guest_memory.hpp"

namespace kickpath::virtqueue::testing {

/// Memory of one thread that counts accesses and refuses those that a queue promises never to make.
struct CheckedArea {
  GuestAddress start;
  std::vector<std::byte> bytes;
  std::uint64_t loads = 0;
  std::uint64_t stores = 0;
  std::function<void()> at_next_barrier;  ///< what the peer does in that window, once
};

class CheckedMemory {
 public:
  explicit CheckedMemory(CheckedArea& area) : area_(&area) {}

  template <class T>
  T load(GuestAddress a) const {
    ++area_->loads;
    T value;
    std::memcpy(&value, at(a, sizeof(T)), sizeof(T));
    return value;
  }
  template <class T>
  void store(GuestAddress a, T value) const {
    ++area_->stores;
    std::memcpy(at(a, sizeof(T)), &value, sizeof(T));
  }
  template <class T>
  T load_acquire(GuestAddress a) const {
    return load<T>(a);
  }
  template <class T>
  void store_release(GuestAddress a, T value) const {
    store<T>(a, value);
  }
  void full_barrier() const {
    if (const auto act = std::exchange(area_->at_next_barrier, nullptr)) act();
  }
  bool contains(GuestAddress a, std::uint64_t length) const {
    const std::uint64_t size = area_->bytes.size();
    return a >= area_->start && a.value - area_->start.value <= size &&
           length <= size - (a.value - area_->start.value);
  }

 private:
  std::byte* at(GuestAddress a, std::size_t length) const {
    if (!contains(a, length)) throw std::out_of_range("access outside guest memory");
    if (!is_aligned(a, length)) throw std::invalid_argument("unaligned access");
    return area_->bytes.data() + (a.value - area_->start.value);
  }

  CheckedArea* area_;
};

static_assert(GuestMemory<CheckedMemory>);

}  // namespace kickpath::virtqueue::testing
