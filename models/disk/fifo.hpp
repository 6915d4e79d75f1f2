#pragma once
#include <cstddef>
#include <utility>
#include <vector>

namespace kickpath::disk {

/// First in, first out, in a ring of a power of two that doubles when full. std::deque would allocate and
/// free a block every few requests.
template <class T>
class Fifo {
 public:
  bool empty() const { return head_ == tail_; }
  const T& front() const { return ring_[head_ & mask()]; }

  void push(const T& value) {
    if (tail_ - head_ == ring_.size()) grow();
    ring_[tail_++ & mask()] = value;
  }
  T pop() { return ring_[head_++ & mask()]; }

 private:
  std::size_t mask() const { return ring_.size() - 1; }

  void grow() {
    std::vector<T> larger(2 * ring_.size());
    for (std::size_t i = head_; i != tail_; ++i) larger[i - head_] = ring_[i & mask()];
    tail_ -= head_;
    head_ = 0;
    ring_ = std::move(larger);
  }

  std::vector<T> ring_ = std::vector<T>(16);
  std::size_t head_ = 0, tail_ = 0;  ///< counted up without end
};

}  // namespace kickpath::disk
