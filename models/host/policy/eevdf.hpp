#pragma once
#include <algorithm>
#include <cstdint>

#include "host/group/fair_queue.hpp"
#include "host/policy/eevdf_rules.hpp"
#include "host/policy/virtual_time.hpp"
#include "host/policy/waiting_list.hpp"

/// Earliest Eligible Virtual Deadline First, Linux kernel/sched/fair.c from v6.6 on. One level of a
/// hierarchy, features at their defaults. V is the average of the queued vruntimes v, by weight. An entity is
/// eligible while v <= V: it has had no more than its share. Of the eligible the earliest deadline runs, and
/// is then kept to parity: for its slice, or until it is ineligible.
namespace kickpath::host {

class EevdfRunQueue final : public FairQueue {
 public:
  /// `base_slice`: as it is, not scaled again; `tick`: 1 / HZ, the least range of a lag.
  EevdfRunQueue(const EevdfRules& rules, Duration base_slice, Duration tick)
      : rules_(rules), base_slice_(base_slice), tick_(tick) {}

  void enqueue(SchedEntity& e, Arrival why) override;
  bool dequeue(SchedEntity& e, Departure why) override;
  SchedEntity* pick_next() override;
  bool account(Duration ran) override;
  bool should_preempt(const SchedEntity& wakee) override;
  bool tick() override {
    return false;
  }  // Linux decides in update_curr, here account(), which a tick calls too
  void yield() override;
  void prefer(SchedEntity& e) override { next_buddy_ = &e; }
  SchedEntity* running() const override { return running_; }
  std::size_t runnable() const override { return runnable_; }
  std::size_t queued() const override { return waiting_.size() + (running_ ? 1 : 0); }
  SchedEntity* steal_candidate(MayMove allowed, const void* context) const override;
  void put_back() override;
  void reweigh(SchedEntity& e, std::int64_t weight) override;
  std::int64_t total_weight() const override { return weight_; }

  /// V, rounded down; of an empty queue the vruntime of who left last (avg_vruntime).
  std::int64_t average_vruntime() const;
  /// Whether v <= V, without the rounding of a division (vruntime_eligible).
  bool is_eligible(const SchedEntity& e) const;
  /// The slice that `e` asks for; a custom one is 0.1 to 100 ms (kernel/sched/syscalls.c).
  Duration slice_of(const SchedEntity& e) const;

 private:
  bool is_protected(const SchedEntity& e) const { return e.vruntime < e.protected_to; }
  std::int64_t virtual_slice(const SchedEntity& e) const { return virtual_time(slice_of(e), e.weight); }
  std::int64_t shortest_protection(const SchedEntity& e) const;
  SchedEntity* pick(bool keeps_protected) const;
  SchedEntity* pick_buddy() const;
  bool has_expired(const SchedEntity& e, bool is_slice_consumed) const;
  bool competes_unprotected(const SchedEntity& wakee) const;

  void add(SchedEntity& e);
  void remove(SchedEntity& e);
  void place(SchedEntity& e, Arrival why);
  void store_lag(SchedEntity& e) const;
  void delay(SchedEntity& e);
  void revive(SchedEntity& e);
  void finish_delayed(SchedEntity& e);
  void start(SchedEntity& e);
  /// Never longer than it was.
  void protect_until(std::int64_t vruntime) {
    running_->protected_to = std::min(running_->protected_to, vruntime);
  }
  void move_running(std::int64_t virtual_distance);

  EevdfRules rules_;
  Duration base_slice_;
  Duration tick_;
  WaitingList waiting_;  ///< by deadline; the delayed ones too
  SchedEntity* running_ = nullptr;
  SchedEntity* next_buddy_ = nullptr;  ///< somebody yielded to it
  Wide weighted_vruntimes_ = 0;        ///< sum of weight x v over all queued, the running one included
  std::int64_t weight_ = 0;            ///< sum of weight, likewise
  std::int64_t vruntime_of_last_ = 0;  ///< where an empty queue starts again
  std::size_t runnable_ = 0;
  std::uint64_t turns_ = 0;
};

}  // namespace kickpath::host
