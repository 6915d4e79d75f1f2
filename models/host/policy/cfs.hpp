#pragma once
#include <cstdint>

#include "host/group/fair_queue.hpp"
#include "host/policy/waiting_list.hpp"

/// The Completely Fair Scheduler as of Linux v2.6.36, kernel/sched_fair.c: the smallest vruntime runs. One
/// level of a hierarchy, features at their defaults: GENTLE_FAIR_SLEEPERS, START_DEBIT, WAKEUP_PREEMPT and
/// LAST_BUDDY on, NEXT_BUDDY (of wakees) and HRTICK off, so that slices end at ticks.
namespace kickpath::host {

struct CfsTunables {
  Duration latency;             ///< the period in which everybody runs once, up to nr_latency of them
  Duration min_granularity;     ///< the period per entity beyond that
  Duration wakeup_granularity;  ///< by how much a nice-0 wakee must be behind in order to preempt

  /// 6, 0.75 and 1 ms on one core, times tunable_factor.
  static CfsTunables defaults(unsigned cores);
  /// sched_nr_latency: 8 by default.
  std::int64_t nr_latency() const {
    return (latency.count() + min_granularity.count() - 1) / min_granularity.count();
  }
};

class CfsRunQueue final : public FairQueue {
 public:
  explicit CfsRunQueue(CfsTunables tunables) : tunables_(tunables), nr_latency_(tunables.nr_latency()) {}

  void enqueue(SchedEntity& e, Arrival why) override;
  bool dequeue(SchedEntity& e, Departure why) override;
  void hand_over(SchedEntity& e) override;
  SchedEntity* pick_next() override;
  bool account(Duration ran) override;
  bool should_preempt(const SchedEntity& wakee) override;
  bool tick() override;
  void yield() override;
  void prefer(SchedEntity& e) override { next_buddy_ = &e; }
  SchedEntity* running() const override { return running_; }
  std::size_t runnable() const override { return waiting_.size() + (running_ ? 1 : 0); }
  SchedEntity* steal_candidate(MayMove allowed, const void* context) const override;
  void put_back() override;
  void reweigh(SchedEntity& e, std::int64_t weight) override;
  std::int64_t total_weight() const override { return weight_; }

  std::int64_t min_vruntime() const { return min_vruntime_; }
  /// The share of the period that falls to `weight` of `total_weight` when `count` run (sched_slice).
  Duration slice(std::int64_t weight, std::int64_t total_weight, std::int64_t count) const;

 private:
  void place(SchedEntity& e, Arrival why) const;
  void advance_min_vruntime();
  bool is_within_granularity(const SchedEntity& candidate, const SchedEntity& leftmost) const;
  SchedEntity& choose() const;
  void forget_buddy(const SchedEntity& e);
  std::int64_t count() const { return static_cast<std::int64_t>(runnable()); }

  CfsTunables tunables_;
  std::int64_t nr_latency_;
  WaitingList waiting_;  ///< by vruntime
  SchedEntity* running_ = nullptr;
  SchedEntity* next_buddy_ = nullptr;  ///< somebody yielded to it
  SchedEntity* last_buddy_ = nullptr;  ///< preempted by a wakee; preferred when that one is done
  std::int64_t weight_ = 0;            ///< of all queued, the running one included
  std::int64_t min_vruntime_ = 0;      ///< never falls
  std::uint64_t turns_ = 0;
};

}  // namespace kickpath::host
