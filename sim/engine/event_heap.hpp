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

/// Events ordered by date, then sequence: the standard library's binary heap, and its one operation more.
/// Dates are never negative. Other shapes were measured and are slower (README.md).
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
    if (events_.size() <= small) return sift_down(event);
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
  // One number, so that the compiler chooses between two children without a branch, which would be
  // mispredicted every other time.
  __extension__ using Key = unsigned __int128;
  static Key key(const Event& event) {
    return Key{static_cast<std::uint64_t>(event.date.time_since_epoch().count())} << 64 | event.sequence;
  }

  struct IsLater {
    bool operator()(const Event& a, const Event& b) const {
      return a.date != b.date ? a.date > b.date : a.sequence > b.sequence;
    }
  };

  // One pass from the top.
  void sift_down(const Event& event) {
    Event* const events = events_.data();
    const std::size_t size = events_.size();
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size) child += key(events[child + 1]) < key(events[child]);
      if (key(event) < key(events[child])) break;
      events[hole] = events[child];
      hole = child;
    }
    events[hole] = event;
  }

  static constexpr std::size_t small =
      128;  ///< beyond, the standard library's two passes are quicker (README.md)
  std::vector<Event> events_;
};

}  // namespace kickpath::engine
