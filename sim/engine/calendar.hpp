#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "engine/event_heap.hpp"
#include "engine/ready_queue.hpp"
#include "time/duration.hpp"

namespace kickpath::engine {

class Actor;
class Timer;

/// Something that may become due once at a time: the wake-up of an actor, or a timer.
struct Alarm {
  std::uint64_t sequence = 0;  ///< of the event that will fire it; 0 while not armed
  Instant date{};
  Actor* actor = nullptr;  ///< whom it resumes, or nullptr:
  Timer* timer = nullptr;  ///< what it calls
  bool is_armed() const { return sequence != 0; }
};

/// The clock and everything that is due, in the order (date, sequence of arming).
///
/// What is armed for a later date goes to the heap, what is armed for the current date to a queue. An event
/// of the heap that is due now was armed before the clock came here, and so before everything in the queue:
/// the heap goes first.
///
/// An event is cancelled by taking its number from the alarm; the entry stays behind and is dropped when it
/// surfaces, or when the stale ones are the majority. Alarms must therefore outlive the calendar's entries:
/// an Actor lives as long as its simulation, a Timer borrows its alarm here (`lend`).
class Calendar {
 public:
  /// The last date at which anything is due; what is armed for `never` does not happen.
  static constexpr Instant last = never - Duration{1};

  Instant now() const { return now_; }

  /// Arms for `date`, which may not be in the past; whatever it was armed for before is cancelled.
  void arm(Alarm& alarm, Instant date) {
    disarm(alarm);
    alarm.date = date;
    alarm.sequence = ++sequence_;
    if (date == now_) return ready_.push({alarm.sequence, &alarm});
    heap_.push({date, alarm.sequence, &alarm});
    if (date < next_date_) next_date_ = date;
  }

  void disarm(Alarm& alarm) {
    if (!alarm.is_armed()) return;
    alarm.sequence = 0;
    if (++stale_ > stale_allowed && stale_ > heap_.size() / 2) compact();
  }

  /// Takes out the next alarm that is due up to the limit, moving the clock to its date; nullptr when there
  /// is none.
  Alarm* pop() {
    for (;;) {
      if (next_date_ <= (ready_.empty() ? limit_ : std::min(limit_, now_))) {
        const Event event = heap_.top();
        pop_heap();
        if (is_live(event)) return fire_at(event.date, *event.alarm);
      } else if (!ready_.empty() && now_ <= limit_) {
        const ReadyQueue::Entry entry = ready_.front();
        ready_.pop();
        if (is_live(entry)) return fire_at(now_, *entry.alarm);
      } else {
        return nullptr;
      }
      --stale_;
    }
  }

  /// arm() and pop() in one, for an alarm that is not armed: the heap is put in order once instead of twice.
  Alarm* arm_and_pop(Alarm& alarm, Instant date) {
    if (!ready_.empty() || next_date_ > std::min(date, limit_) || !is_live(heap_.top())) {
      arm(alarm, date);
      return pop();
    }
    const Event due = heap_.top();
    alarm.date = date;
    alarm.sequence = ++sequence_;
    heap_.replace_top({date, alarm.sequence, &alarm});
    next_date_ = heap_.top().date;
    return fire_at(due.date, *due.alarm);
  }

  /// Moves the clock when nothing at all is due until `d` has passed, that date included, and nobody outside
  /// is either.
  bool try_advance(Duration d) {
    if (!is_free_for(d)) [[unlikely]] {
      if (stale_ == 0 || !drop_stale() || !is_free_for(d)) return false;
    }
    now_ += d;
    return true;
  }

  /// Lets pop() go up to `limit`, that date included, and try_advance() to before `free_until`.
  void open(Instant limit, Instant free_until) {
    limit_ = std::min(limit, last);
    free_until_ = std::min(free_until, never);
  }

  /// Makes pop() and try_advance() say no until opened again.
  void close() {
    limit_ = Instant::min();
    free_until_ = now_;
  }
  bool is_open() const { return limit_ != Instant::min(); }

  /// `date` is not before now, and nothing is due before it.
  void move_clock(Instant date) { now_ = date; }

  /// Of the next live event; `never` when there is none.
  Instant next_date();

  /// Events kept, stale ones included: the memory that it takes.
  std::size_t entries() const { return heap_.size() + ready_.size(); }

  Alarm& lend(Timer& timer);
  void give_back(Alarm& alarm);

 private:
  static constexpr std::size_t stale_allowed = 64;  ///< below that, compacting costs more than it gives back

  static bool is_live(const auto& entry) { return entry.alarm->sequence == entry.sequence; }

  // Unsigned, so that a negative `d` is refused by the same comparison.
  bool is_free_for(Duration d) const {
    const auto until = std::min(next_date_, free_until_) - now_;
    return ready_.empty() &&
           static_cast<std::uint64_t>(d.count()) < static_cast<std::uint64_t>(until.count());
  }

  void pop_heap() {
    heap_.pop();
    next_date_ = heap_.empty() ? never : heap_.top().date;
  }

  Alarm* fire_at(Instant date, Alarm& alarm) {
    now_ = date;
    alarm.sequence = 0;
    return &alarm;
  }

  bool drop_stale();
  void compact();

  Instant now_{};
  Instant next_date_ = never;       ///< of the heap's top, stale or not
  Instant limit_ = Instant::min();  ///< last date that pop() may reach
  Instant free_until_{};            ///< first date that try_advance() may not reach
  std::uint64_t sequence_ = 0;
  std::size_t stale_ = 0;  ///< entries, in heap and queue, whose alarm has another number by now
  EventHeap heap_;
  ReadyQueue ready_;
  std::deque<Alarm> alarms_;
  std::vector<Alarm*> free_alarms_;
};

}  // namespace kickpath::engine
