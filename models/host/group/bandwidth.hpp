#pragma once
#include <algorithm>

#include "host/group/group_spec.hpp"

/// CFS bandwidth control (Linux v6.12 kernel/sched/fair.c): the pool of a group, from which its cores take slices.
/// Pure. Left out: burst, and the slack timer, which hands out before the period's end what idle cores gave back.
namespace kickpath::host {

class BandwidthPool {
 public:
  explicit BandwidthPool(const CpuMaxSpec& spec) : quota_(spec.quota), period_(spec.period), left_(spec.quota) {}

  Duration period() const { return period_; }
  Duration left() const { return left_; }
  /// A period begins: what was left of the last one is lost (__refill_cfs_bandwidth_runtime without burst).
  void refill() { left_ = quota_; }
  /// As much of `wanted` as there is.
  Duration take(Duration wanted) {
    const Duration taken = std::min(left_, wanted);
    left_ -= taken;
    return taken;
  }
  void give_back(Duration slack) { left_ += slack; }

 private:
  Duration quota_;
  Duration period_;
  Duration left_;
};

/// What one core holds of it.
class LocalRuntime {
 public:
  static constexpr Duration slice{5'000'000'000};      ///< sched_cfs_bandwidth_slice_us
  static constexpr Duration kept{1'000'000'000};       ///< min_cfs_rq_runtime
  static constexpr Duration above_nothing{1'000};      ///< a nanosecond: enough to be let go on

  Duration left() const { return left_; }

  /// Charges `ran`, and takes a slice where nothing is left. False: there is none, the group has to stop here
  /// (__account_cfs_rq_runtime, __assign_cfs_rq_runtime).
  bool charge(Duration ran, BandwidthPool& pool) {
    left_ -= ran;
    if (left_ <= Duration::zero()) left_ += pool.take(slice - left_);
    return left_ > Duration::zero();
  }
  /// A throttled core's part of a new period: what it overran, and hardly more (distribute_cfs_runtime). True:
  /// it may go on.
  bool pay_off(BandwidthPool& pool) {
    left_ += pool.take(above_nothing - left_);
    return left_ > Duration::zero();
  }
  /// The group has nothing to run here any more (return_cfs_rq_runtime).
  void return_slack(BandwidthPool& pool) {
    if (left_ <= kept) return;
    pool.give_back(left_ - kept);
    left_ = kept;
  }

 private:
  Duration left_{};
};

}  // namespace kickpath::host
