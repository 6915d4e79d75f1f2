#pragma once
#include <algorithm>
#include <map>
#include <string>

#include "trace/attribution/part.hpp"

namespace kickpath::trace {

/// One core: what its time goes into, from a date on.
class CoreLog {
 public:
  /// The core counts from here on.
  void begin(Instant now) {
    counted_from_ = now;
    split_ = {};
    by_task_.clear();
  }
  void add(const std::string& task, Part part, Instant begin, Instant end) {
    const Duration d = counted(begin, end);
    split_[part] += d;
    if (d > Duration::zero()) by_task_[task] += d;
  }

  void becomes_idle(Instant now) {
    is_idle_ = true;
    idle_since_ = now;
    leaves_idle_at_ = never;
  }
  /// Its way out of the idle state begins.
  void leaves_idle(Instant now) {
    if (is_idle_ && leaves_idle_at_ == never) leaves_idle_at_ = now;
  }
  void becomes_busy(Instant now) {
    close_idle(now);
    is_idle_ = false;
    left_idle_at_ = leaves_idle_at_;
    busy_since_ = now;
  }
  /// Up to now, for a core that stays idle.
  void close_idle(Instant now) {
    if (!is_idle_) return;
    const Instant leaves = std::min(std::max(leaves_idle_at_, idle_since_), now);
    split_[Part::idle] += counted(idle_since_, leaves);
    split_[Part::idle_exit] += counted(leaves, now);
    idle_since_ = now;
  }

  // Of its last way out of an idle state.
  Instant left_idle_at() const { return left_idle_at_; }
  Instant busy_since() const { return busy_since_; }

  const Split& split() const { return split_; }
  const std::map<std::string, Duration>& by_task() const { return by_task_; }

 private:
  Duration counted(Instant begin, Instant end) const {
    begin = std::max(begin, counted_from_);
    return end > begin ? end - begin : Duration::zero();
  }

  Instant counted_from_{};
  Split split_;
  std::map<std::string, Duration> by_task_;
  bool is_idle_ = true;
  Instant idle_since_{};
  Instant leaves_idle_at_ = never;
  Instant left_idle_at_ = never;
  Instant busy_since_{};
};

}  // namespace kickpath::trace
