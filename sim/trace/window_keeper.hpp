#pragma once
#include <algorithm>
#include <utility>

#include "trace/timeline_keeper.hpp"

namespace kickpath::trace {

/// What lies from one date, included, to another, left out; written at once.
class WindowKeeper final : public TimelineKeeper {
 public:
  WindowKeeper(Instant from, Instant to, ChromeWriter& writer) : from_(from), to_(to), cut_(writer) {}

  void take(std::span<const Record> records) override {
    for (const Record& record : records) {
      if (is_over_) return;
      take(record);
    }
  }
  void end(Instant end) override {
    if (is_over_) return;
    if (!has_begun_) cut_.begin(std::min(from_, end));
    cut_.end(std::min(to_, end));
    is_over_ = true;
  }
  bool is_over() const override { return is_over_; }

 private:
  void take(const Record& record) {
    if (record.date < from_) return cut_.skip(record);
    if (!std::exchange(has_begun_, true)) cut_.begin(from_);
    if (record.date < to_) return cut_.write(record);
    cut_.end(to_);
    is_over_ = true;
  }

  Instant from_, to_;
  TimelineCut cut_;
  bool has_begun_ = false;
  bool is_over_ = false;
};

}  // namespace kickpath::trace
