#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "virtqueue/buffer.hpp"

namespace kickpath::virtqueue {

/// A request as the device took it: its own copy, checked, which the driver can no longer change.
class Chain {
 public:
  static constexpr std::size_t max_buffers = 16;

  // Leaves the array as it is: only the first count_ buffers are ever read, and a request mostly has one to
  // three.
  explicit Chain(std::uint16_t head) : head_(head) {}

  /// Of its first descriptor; in a packed ring the buffer id.
  std::uint16_t head() const { return head_; }
  void set_head(std::uint16_t head) { head_ = head; }
  std::span<const Buffer> buffers() const { return {storage_.buffers, count_}; }
  std::uint64_t readable_bytes() const { return readable_bytes_; }
  std::uint64_t writable_bytes() const { return writable_bytes_; }
  std::uint64_t bytes() const { return readable_bytes_ + writable_bytes_; }

  /// False when there is no room: the buffer counts into the bytes but is not kept.
  bool append(const Buffer& b) {
    (b.is_writable ? writable_bytes_ : readable_bytes_) += b.length;
    if (count_ == max_buffers) return false;
    storage_.buffers[count_++] = b;
    return true;
  }

 private:
  union Storage {
    Storage() {}  // NOLINT(modernize-use-equals-default): a default one would clear the buffers
    Buffer buffers[max_buffers];
  };

  std::uint16_t head_;
  std::uint16_t count_ = 0;
  std::uint64_t readable_bytes_ = 0;
  std::uint64_t writable_bytes_ = 0;
  Storage storage_;
};

}  // namespace kickpath::virtqueue
