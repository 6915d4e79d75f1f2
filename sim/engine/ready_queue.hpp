#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kickpath::engine {

struct Alarm;

/// What became due at the current date, first in first out: a ring of a power of two that doubles when full.
class ReadyQueue {
 public:
  struct Entry {
    std::uint64_t sequence;
    Alarm* alarm;
  };

  bool empty() const { return head_ == tail_; }
  std::size_t size() const { return tail_ - head_; }
  const Entry& front() const { return ring_[head_ & mask_]; }
  void pop() { ++head_; }

  void push(const Entry& entry) {
    if (tail_ - head_ > mask_) [[unlikely]]
      grow();
    ring_[tail_++ & mask_] = entry;
  }

 private:
  void grow() {
    std::vector<Entry> larger(2 * ring_.size());
    for (std::size_t i = head_; i != tail_; ++i) larger[i - head_] = ring_[i & mask_];
    tail_ -= head_;
    head_ = 0;
    ring_ = std::move(larger);
    mask_ = ring_.size() - 1;
  }

  static constexpr std::size_t initial_size = 64;
  std::vector<Entry> ring_ = std::vector<Entry>(initial_size);
  std::size_t mask_ = initial_size - 1;
  std::size_t head_ = 0, tail_ = 0;  ///< counted up without end
};

}  // namespace kickpath::engine
