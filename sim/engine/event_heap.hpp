#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "time/duration.hpp"

namespace kickpath::engine {

struct Alarm;

/// One event of the calendar. Live while its alarm still carries its sequence number, stale afterwards.
struct Event {
  Instant date;
  std::uint64_t sequence;
  Alarm* alarm;
};

/// Events ordered by date, then sequence: the standard library's binary heap. Heaps of four children per node, and
/// replacing the top in one go, were measured and are slower (README.md).
class EventHeap {
 public:
  bool empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }
  const Event& top() const { return events_.front(); }

  void push(const Event& event) {
    events_.push_back(event);
    std::push_heap(events_.begin(), events_.end(), IsLater{});
  }

  void pop() {
    std::pop_heap(events_.begin(), events_.end(), IsLater{});
    events_.pop_back();
  }

  /// pop() and push() in one.
  void replace_top(const Event& event) {
    std::pop_heap(events_.begin(), events_.end(), IsLater{});
    events_.back() = event;
    std::push_heap(events_.begin(), events_.end(), IsLater{});
  }

  /// Drops the events that `is_stale` says yes to; returns how many. O(n).
  template <class Predicate>
  std::size_t remove_if(Predicate is_stale) {
    const std::size_t removed = std::erase_if(events_, is_stale);
    std::make_heap(events_.begin(), events_.end(), IsLater{});
    return removed;
  }

 private:
  struct IsLater {
    bool operator()(const Event& a, const Event& b) const {
      return a.date != b.date ? a.date > b.date : a.sequence > b.sequence;
    }
  };

  std::vector<Event> events_;
};

}  // namespace kickpath::engine
