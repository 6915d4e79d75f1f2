#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>

#include "virtqueue/guest_memory.hpp"

namespace kickpath::virtqueue::testing {

/// The most hostile peer there is: whatever is loaded, it answers with the next bytes of a script (zeros when
/// that is over), so no value stays as it was checked. Accesses outside [start, start + size) or unaligned
/// ones throw.
struct Script {
  std::span<const std::uint8_t> bytes;
  GuestAddress start;
  std::uint64_t size = 0;
  std::uint64_t loads = 0;
};

class AnsweringMemory {
 public:
  explicit AnsweringMemory(Script& script) : script_(&script) {}

  template <class T>
  T load(GuestAddress a) const {
    check(a, sizeof(T));
    ++script_->loads;
    T value{};
    const std::size_t n = script_->bytes.size() < sizeof(T) ? script_->bytes.size() : sizeof(T);
    if (n > 0) std::memcpy(&value, script_->bytes.data(), n);
    script_->bytes = script_->bytes.subspan(n);
    return value;
  }
  template <class T>
  void store(GuestAddress a, T) const {
    check(a, sizeof(T));
  }
  template <class T>
  T load_acquire(GuestAddress a) const {
    return load<T>(a);
  }
  template <class T>
  void store_release(GuestAddress a, T value) const {
    store<T>(a, value);
  }
  void full_barrier() const {}
  bool contains(GuestAddress a, std::uint64_t length) const {
    return a >= script_->start && a.value - script_->start.value <= script_->size &&
           length <= script_->size - (a.value - script_->start.value);
  }

 private:
  void check(GuestAddress a, std::size_t length) const {
    if (!contains(a, length)) throw std::out_of_range("access outside guest memory");
    if (!is_aligned(a, length)) throw std::invalid_argument("unaligned access");
  }

  Script* script_;
};

static_assert(GuestMemory<AnsweringMemory>);

}  // namespace kickpath::virtqueue::testing
