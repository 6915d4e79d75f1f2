#pragma once
#include <cstdint>
#include <new>
#include <span>
#include <utility>

#include "guest/machine.hpp"

namespace kickpath::guest {

/// The memory in which a program builds its objects, once: the guest has no heap.
class Arena {
 public:
  Arena(std::uint64_t begin, std::uint64_t bytes) : next_(begin), end_(begin + bytes) {}

  /// Room for `n` objects, which are not there yet.
  template <class T>
  T* room_for(std::size_t n) {
    const std::uint64_t at = (next_ + alignof(T) - 1) / alignof(T) * alignof(T);
    next_ = at + n * sizeof(T);
    if (next_ > end_) die();
    return reinterpret_cast<T*>(at);
  }

  template <class T>
  std::span<T> make(std::size_t n) {
    T* const first = room_for<T>(n);
    for (std::size_t i = 0; i < n; ++i) new (first + i) T{};
    return {first, n};
  }

 private:
  std::uint64_t next_;
  std::uint64_t end_;
};

/// The objects that the VMM has left room for.
template <class T>
std::span<T> make_at(std::uint64_t address, std::size_t n) {
  return Arena{address, n * sizeof(T)}.make<T>(n);
}

}  // namespace kickpath::guest
