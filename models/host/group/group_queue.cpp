#include "host/group/group_queue.hpp"

namespace kickpath::host {

namespace {

/// For the core: runs or waits, and is not asleep.
bool competes(const SchedEntity& group) { return group.on_queue && !group.delayed; }

}  // namespace

GroupQueue::GroupQueue(CoreId core, const std::vector<std::unique_ptr<SchedGroup>>& groups,
                       const MakeQueue& make)
    : core_(core), top_(make()) {
  for (const auto& group : groups) members_.push_back(std::make_unique<Member>(*group, make()));
}

// ---- Coming and going
// ------------------------------------------------------------------------------------------

// update_cfs_group
void GroupQueue::reweigh(Member& member) {
  member.group.set_load(core_, member.queue->total_weight());
  if (member.queue->queued() == 0) return;
  const std::int64_t share = member.group.share_on(core_);
  if (share == member.entity.weight) return;
  if (member.entity.on_queue)
    top_->reweigh(member.entity, share);
  else
    member.entity.weight = share;
}

void GroupQueue::join(Member& member) {
  if (member.is_throttled || competes(member.entity)) return;
  top_->enqueue(member.entity, Arrival::wakeup);
  if (!may_run(member, Duration::zero())) throttle(member);  // check_enqueue_throttle
}

void GroupQueue::leave(Member& member) {
  if (competes(member.entity)) top_->dequeue(member.entity, Departure::sleep);
  if (BandwidthPool* pool = member.group.pool()) member.runtime.return_slack(*pool);
}

void GroupQueue::enqueue(SchedEntity& e, Arrival why) {
  Member* member = member_of(e);
  if (member == nullptr) return top_->enqueue(e, why);
  member->queue->enqueue(e, why);
  reweigh(*member);
  join(*member);
}

bool GroupQueue::dequeue(SchedEntity& e, Departure why) {
  Member* member = member_of(e);
  if (member == nullptr) return top_->dequeue(e, why);
  const bool has_left = member->queue->dequeue(e, why);
  if (member->queue->queued() == 0) leave(*member);
  reweigh(*member);
  return has_left;
}

// ---- Choosing
// --------------------------------------------------------------------------------------------------

void GroupQueue::switch_to(Member* next) {
  if (current_ != nullptr && current_ != next) current_->queue->put_back();
  current_ = next;
}

void GroupQueue::put_back() {
  switch_to(nullptr);
  top_->put_back();
}

// set_next_buddy, at each level
void GroupQueue::prefer(SchedEntity& e) {
  queue_of(e).prefer(e);
  if (Member* member = member_of(e); member != nullptr && competes(member->entity))
    top_->prefer(member->entity);
}

SchedEntity* GroupQueue::pick_next() {
  if (current_ != nullptr && competes(current_->entity) && !may_run(*current_, Duration::zero()))
    throttle(*current_);
  for (;;) {
    SchedEntity* first = top_->pick_next();
    Member* member =
        first != nullptr && first->stands_for_group ? &static_cast<GroupEntity*>(first)->member : nullptr;
    switch_to(member);
    if (member == nullptr) return first;
    SchedEntity* task = member->queue->pick_next();
    if (task == nullptr) leave(*member);  // those that were queued slept, delayed
    reweigh(*member);
    if (task != nullptr) return task;
  }
}

bool GroupQueue::should_preempt(const SchedEntity& wakee) {
  Member* member = member_of(wakee);
  if (member != nullptr && member->is_throttled) return false;
  if (member == current_) return running_queue().should_preempt(wakee);
  return top_->should_preempt(member == nullptr ? wakee : member->entity);
}

// ---- Running
// ---------------------------------------------------------------------------------------------------

bool GroupQueue::account(Duration ran) {
  bool is_due = top_->account(ran);
  if (current_ == nullptr) return is_due;
  is_due = current_->queue->account(ran) || is_due;
  return !may_run(*current_, ran) || is_due;
}

// entity_tick, at each level
bool GroupQueue::tick() {
  const bool is_due = top_->tick();
  if (current_ == nullptr) return is_due;
  reweigh(*current_);
  return current_->queue->tick() || is_due;
}

// ---- Bandwidth
// -------------------------------------------------------------------------------------------------

bool GroupQueue::may_run(Member& member, Duration ran) {
  BandwidthPool* pool = member.group.pool();
  return pool == nullptr || member.runtime.charge(ran, *pool);
}

// throttle_cfs_rq
void GroupQueue::throttle(Member& member) {
  member.is_throttled = true;
  top_->dequeue(member.entity, Departure::throttle);
}

// unthrottle_cfs_rq
bool GroupQueue::unthrottle(const SchedGroup& group) {
  Member& member = *members_[group.index()];
  if (!member.is_throttled || !member.runtime.pay_off(*member.group.pool())) return false;
  member.is_throttled = false;
  if (member.queue->queued() != 0) join(member);
  return true;
}

bool GroupQueue::is_throttled(const SchedEntity& e) const {
  const Member* member = member_of(e);
  return member != nullptr && member->is_throttled;
}

// ---- Counting
// --------------------------------------------------------------------------------------------------

std::size_t GroupQueue::count(std::size_t (RunQueue::*of)() const) const {
  std::size_t tasks = 0, groups = 0;
  for (const auto& member : members_) {
    if (member->is_throttled) continue;
    tasks += ((*member->queue).*of)();
    groups += competes(member->entity);
  }
  return ((*top_).*of)() - groups + tasks;
}

std::size_t GroupQueue::runnable() const { return count(&RunQueue::runnable); }

std::size_t GroupQueue::queued() const {
  std::size_t delayed_groups = 0;
  for (const auto& member : members_) delayed_groups += member->entity.delayed;
  return count(&RunQueue::queued) - delayed_groups;
}

// The longest waiting of the top queue, else of the first group that has one: turns of different queues say
// nothing about each other.
SchedEntity* GroupQueue::steal_candidate(MayMove allowed, const void* context) const {
  struct Asked {
    MayMove allowed;
    const void* context;
  };
  const Asked asked{allowed, context};
  const auto is_task = [](const SchedEntity& e, const void* of) {
    const auto& question = *static_cast<const Asked*>(of);
    return !e.stands_for_group && question.allowed(e, question.context);
  };
  if (SchedEntity* task = top_->steal_candidate(is_task, &asked)) return task;
  for (const auto& member : members_)
    if (!member->is_throttled)
      if (SchedEntity* task = member->queue->steal_candidate(allowed, context)) return task;
  return nullptr;
}

}  // namespace kickpath::host
