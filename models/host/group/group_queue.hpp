#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "host/group/fair_queue.hpp"
#include "host/group/sched_group.hpp"

namespace kickpath::host {

/// A core's run queue for a host with groups, made of flat ones: the top queue holds an entity for each group
/// that has something to run here, and the tasks of no group; each group has a queue of its own below (Linux
/// kernel/sched/fair.c with CONFIG_FAIR_GROUP_SCHED). Whom to run is asked from the top down; time is charged
/// at both levels; and who preempts whom is decided where the two meet, between tasks of one group or between
/// groups (find_matching_se).
///
/// A group that has used up its bandwidth is throttled: its entity leaves the top queue at the next pick, and
/// comes back by unthrottle().
class GroupQueue final : public RunQueue {
 public:
  using MakeQueue = std::function<std::unique_ptr<FairQueue>()>;
  GroupQueue(CoreId core, const std::vector<std::unique_ptr<SchedGroup>>& groups, const MakeQueue& make);

  void enqueue(SchedEntity& e, Arrival why) override;
  bool dequeue(SchedEntity& e, Departure why) override;
  void hand_over(SchedEntity& e) override { queue_of(e).hand_over(e); }
  SchedEntity* pick_next() override;
  bool account(Duration ran) override;
  bool should_preempt(const SchedEntity& wakee) override;
  bool tick() override;
  void yield() override { running_queue().yield(); }
  void put_back() override;
  void prefer(SchedEntity& e) override;
  SchedEntity* running() const override { return running_queue().running(); }
  /// Tasks, those of throttled groups not.
  std::size_t runnable() const override;
  std::size_t queued() const override;
  SchedEntity* steal_candidate(MayMove allowed, const void* context) const override;
  bool is_throttled(const SchedEntity& e) const override;

  /// A new period of the group began. True: it was throttled here, and may run again.
  bool unthrottle(const SchedGroup& group);

 private:
  struct Member;
  /// The entity that stands for a group.
  struct GroupEntity final : SchedEntity {
    explicit GroupEntity(Member& of) : member(of) {}
    Member& member;
  };
  struct Member {
    Member(SchedGroup& of, std::unique_ptr<FairQueue> tasks) : group(of), queue(std::move(tasks)) {
      entity.stands_for_group = true;
    }
    SchedGroup& group;
    std::unique_ptr<FairQueue> queue;
    GroupEntity entity{*this};
    LocalRuntime runtime;
    bool is_throttled = false;
  };

  Member* member_of(const SchedEntity& e) const {
    return e.group == nullptr ? nullptr : members_[e.group->index()].get();
  }
  FairQueue& queue_of(const SchedEntity& e) const {
    const Member* member = member_of(e);
    return member == nullptr ? *top_ : *member->queue;
  }
  /// The one of the task that runs.
  FairQueue& running_queue() const { return current_ == nullptr ? *top_ : *current_->queue; }

  void reweigh(Member& member);
  void join(Member& member);
  void leave(Member& member);
  bool may_run(Member& member, Duration ran);
  void throttle(Member& member);
  void switch_to(Member* next);
  std::size_t count(std::size_t (RunQueue::*of)() const) const;

  CoreId core_;
  std::unique_ptr<FairQueue> top_;
  std::vector<std::unique_ptr<Member>> members_;  ///< by index of the group
  Member* current_ = nullptr;                     ///< whose task runs; null: one of no group, or none
};

}  // namespace kickpath::host
