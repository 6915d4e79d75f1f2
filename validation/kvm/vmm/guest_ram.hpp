#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "virtqueue/direct_memory.hpp"

namespace kickpath::vmm {

/// The memory of a VM, from guest-physical 0, mapped here. All of it is there from the start: no page fault
/// disturbs a measurement.
class GuestRam {
 public:
  explicit GuestRam(std::size_t bytes);
  /// The memory of a VM in another process: `bytes` of a file that both map.
  GuestRam(std::size_t bytes, int file);
  ~GuestRam();
  GuestRam(const GuestRam&) = delete;
  GuestRam& operator=(const GuestRam&) = delete;

  std::byte* data() const { return base_; }
  std::size_t size() const { return bytes_; }

  /// What lies at a guest-physical address; throws std::out_of_range for one that is not all in memory.
  template <class T>
  T& at(std::uint64_t address) const {
    return *reinterpret_cast<T*>(checked(address, sizeof(T)));
  }
  template <class T>
  std::span<T> span(std::uint64_t address, std::size_t n) const {
    return {reinterpret_cast<T*>(checked(address, n * sizeof(T))), n};
  }

  /// As the device's side of a virtqueue sees it.
  virtqueue::DirectMemory shared() const { return {base_, virtqueue::GuestAddress{0}, bytes_}; }

 private:
  std::byte* checked(std::uint64_t address, std::size_t bytes) const;

  std::byte* base_;
  std::size_t bytes_;
};

}  // namespace kickpath::vmm
