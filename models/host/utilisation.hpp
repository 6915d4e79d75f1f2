#pragma once
#include <cmath>
#include <cstddef>

#include "time/duration.hpp"

namespace kickpath::host {

/// The mean busy share of the cores in the recent past, as Linux's PELT keeps it: a moment counts half as
/// much 32 ms later (Linux v6.12 kernel/sched/pelt.c).
class Utilisation {
 public:
  explicit Utilisation(std::size_t cores) : cores_(static_cast<double>(cores)) {}

  void core_becomes_busy(Instant now) { advance(now), ++busy_; }
  void core_becomes_idle(Instant now) { advance(now), --busy_; }

  /// 0 to 1024.
  unsigned of_1024(Instant now) {
    advance(now);
    return static_cast<unsigned>(1024.0 * mean_);
  }

 private:
  void advance(Instant now) {
    if (now == at_) return;
    const double kept = std::exp2(-to_seconds(now - at_) / 32e-3);
    mean_ = mean_ * kept + (1 - kept) * busy_ / cores_;
    at_ = now;
  }

  double cores_;
  double mean_ = 0;
  int busy_ = 0;
  Instant at_{};
};

}  // namespace kickpath::host
