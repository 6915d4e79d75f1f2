#include "host/policy/cfs.hpp"

#include <algorithm>

#include "host/policy/virtual_time.hpp"

namespace kickpath::host {

using namespace literals;

CfsTunables CfsTunables::defaults(unsigned cores) {
  const int factor = tunable_factor(cores);
  return {6_ms * factor, 750_us * factor, 1_ms * factor};
}

Duration CfsRunQueue::slice(std::int64_t weight, std::int64_t total_weight, std::int64_t count) const {
  const Duration period = count > nr_latency_ ? count * tunables_.min_granularity : tunables_.latency;
  return period * weight / total_weight;
}

// place_entity: a sleeper is credited with half a latency at most (GENTLE_FAIR_SLEEPERS), a new task is
// debited with one slice (START_DEBIT); nobody is ever moved back.
void CfsRunQueue::place(SchedEntity& e, Arrival why) const {
  if (why == Arrival::fork) {
    const Duration first = slice(e.weight, weight_ + e.weight, count() + 1);
    e.vruntime = std::max(e.vruntime, min_vruntime_ + virtual_time(first, e.weight));
  } else if (why == Arrival::wakeup) {
    e.vruntime = std::max(e.vruntime, min_vruntime_ - (tunables_.latency / 2).count());
  }
}

void CfsRunQueue::enqueue(SchedEntity& e, Arrival why) {
  if (e.vruntime_is_relative) e.vruntime += min_vruntime_;
  e.vruntime_is_relative = false;
  place(e, why);
  e.on_queue = true;
  e.turn = turns_++;
  weight_ += e.weight;
  waiting_.insert(e, e.vruntime);
}

bool CfsRunQueue::dequeue(SchedEntity& e, Departure why) {
  if (&e != running_) waiting_.erase(e);
  advance_min_vruntime();
  if (&e == running_) running_ = nullptr;
  forget_buddy(e);
  weight_ -= e.weight;
  e.on_queue = false;
  if (why == Departure::migration) hand_over(e);
  return true;
}

void CfsRunQueue::hand_over(SchedEntity& e) {
  e.vruntime -= min_vruntime_;
  e.vruntime_is_relative = true;
}

// update_min_vruntime
void CfsRunQueue::advance_min_vruntime() {
  if (!running_ && waiting_.empty()) return;
  std::int64_t least = running_ ? running_->vruntime : waiting_.front().vruntime;
  if (!waiting_.empty()) least = std::min(least, waiting_.front().vruntime);
  min_vruntime_ = std::max(min_vruntime_, least);
}

// wakeup_preempt_entity(candidate, leftmost) < 1, with wakeup_gran of the leftmost's weight
bool CfsRunQueue::is_within_granularity(const SchedEntity& candidate, const SchedEntity& leftmost) const {
  return candidate.vruntime - leftmost.vruntime <=
         virtual_time(tunables_.wakeup_granularity, leftmost.weight);
}

// clear_buddies
void CfsRunQueue::forget_buddy(const SchedEntity& e) {
  if (&e == next_buddy_) next_buddy_ = nullptr;
  if (&e == last_buddy_) last_buddy_ = nullptr;
}

// pick_next_entity: of two buddies the last
SchedEntity& CfsRunQueue::choose() const {
  SchedEntity& leftmost = waiting_.front();
  for (SchedEntity* buddy : {last_buddy_, next_buddy_})
    if (buddy && is_within_granularity(*buddy, leftmost)) return *buddy;
  return leftmost;
}

SchedEntity* CfsRunQueue::pick_next() {
  if (running_) waiting_.insert(*running_, running_->vruntime);
  running_ = nullptr;
  if (waiting_.empty()) return nullptr;
  running_ = &choose();
  forget_buddy(*running_);
  waiting_.erase(*running_);
  running_->turn = turns_++;
  running_->picked_at = running_->sum_exec;
  return running_;
}

bool CfsRunQueue::account(Duration ran) {
  if (!running_) return false;
  running_->sum_exec += ran;
  running_->vruntime += virtual_time(ran, running_->weight);
  advance_min_vruntime();
  return false;
}

// check_preempt_wakeup; the preempted one becomes the last buddy once as many run as one latency holds
bool CfsRunQueue::should_preempt(const SchedEntity& wakee) {
  if (!running_) return true;
  if (wakee.idle_policy) return false;
  if (!running_->idle_policy && is_within_granularity(*running_, wakee)) return false;
  if (count() >= nr_latency_) last_buddy_ = running_;
  return true;
}

// check_preempt_tick
bool CfsRunQueue::tick() {
  if (!running_ || waiting_.empty()) return false;
  const Duration ideal = slice(running_->weight, weight_, count());
  const Duration ran = running_->sum_exec - running_->picked_at;
  if (ran > ideal) {
    forget_buddy(*running_);
    return true;
  }
  if (ran < tunables_.min_granularity) return false;
  return running_->vruntime - waiting_.front().vruntime > ideal.count();
}

// With sched_compat_yield at 0 a yield moves nothing: the one that yields wins again if its vruntime is the
// smallest.
void CfsRunQueue::yield() {
  if (running_) forget_buddy(*running_);
}

void CfsRunQueue::put_back() {
  if (running_) waiting_.insert(*running_, running_->vruntime);
  running_ = nullptr;
}

// reweight_entity: the vruntime stays
void CfsRunQueue::reweigh(SchedEntity& e, std::int64_t weight) {
  weight_ += weight - e.weight;
  e.weight = weight;
}

SchedEntity* CfsRunQueue::steal_candidate(MayMove allowed, const void* context) const {
  return waiting_.longest_waiting(allowed, context);
}

}  // namespace kickpath::host
