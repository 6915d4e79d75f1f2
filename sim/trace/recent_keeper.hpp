#pragma once
#include <algorithm>
#include <deque>

#include "trace/timeline_keeper.hpp"

namespace kickpath::trace {

/// What lies no longer than `length` before the end, that date included: records wait in memory, and are
/// written when the run ends.
class RecentKeeper final : public TimelineKeeper {
 public:
  RecentKeeper(Duration length, ChromeWriter& writer) : length_(length), cut_(writer) {}

  void take(std::span<const Record> records) override {
    if (records.empty()) return;
    kept_.insert(kept_.end(), records.begin(), records.end());
    forget_before(records.back().date);
  }
  void end(Instant end) override {
    forget_before(end);
    cut_.begin(beginning(end));
    for (const Record& record : kept_) cut_.write(record);
    kept_.clear();
    cut_.end(end);
  }
  bool is_over() const override { return false; }

 private:
  Instant beginning(Instant end) const { return std::max(Instant{}, end - length_); }
  void forget_before(Instant end) {
    for (; !kept_.empty() && kept_.front().date < beginning(end); kept_.pop_front()) cut_.skip(kept_.front());
  }

  Duration length_;
  TimelineCut cut_;
  std::deque<Record> kept_;
};

}  // namespace kickpath::trace
