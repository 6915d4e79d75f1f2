#include "host/policy/eevdf.hpp"

#include <algorithm>

namespace kickpath::host {

using namespace literals;

// ---- Facts
// -----------------------------------------------------------------------------------------------------

std::int64_t EevdfRunQueue::average_vruntime() const {
  if (weight_ == 0) return vruntime_of_last_;
  return floor_divide(weighted_vruntimes_, weight_);
}

bool EevdfRunQueue::is_eligible(const SchedEntity& e) const {
  return weighted_vruntimes_ >= static_cast<Wide>(e.vruntime) * weight_;
}

Duration EevdfRunQueue::slice_of(const SchedEntity& e) const {
  if (!rules_.has_custom_slices || e.custom_slice == Duration::zero()) return base_slice_;
  return std::clamp<Duration>(e.custom_slice, 100_us, 100_ms);
}

// v + the shortest queued slice, at most the deadline (v6.17 set_protect_slice, update_protect_slice)
std::int64_t EevdfRunQueue::shortest_protection(const SchedEntity& e) const {
  Duration shortest = slice_of(e);
  for (const auto& slot : waiting_) shortest = std::min(shortest, slice_of(*slot.entity));
  if (shortest == slice_of(e)) return e.deadline;
  return std::min(e.deadline, e.vruntime + virtual_time(shortest, e.weight));
}

// ---- Coming and going
// ------------------------------------------------------------------------------------------

void EevdfRunQueue::add(SchedEntity& e) {
  weighted_vruntimes_ += static_cast<Wide>(e.vruntime) * e.weight;
  weight_ += e.weight;
  e.on_queue = true;
  waiting_.insert(e, e.deadline);
}

void EevdfRunQueue::remove(SchedEntity& e) {
  weighted_vruntimes_ -= static_cast<Wide>(e.vruntime) * e.weight;
  weight_ -= e.weight;
  e.on_queue = false;
  if (&e == next_buddy_) next_buddy_ = nullptr;
  if (&e == running_)
    running_ = nullptr;
  else
    waiting_.erase(e);
  if (weight_ == 0) vruntime_of_last_ = std::max(vruntime_of_last_, e.vruntime);
}

// place_entity: at V less the lag it left with, enlarged because its own coming moves V (PLACE_LAG). A new
// task gets half a slice to begin with (PLACE_DEADLINE_INITIAL).
void EevdfRunQueue::place(SchedEntity& e, Arrival why) {
  const auto enlarged = [&] { return static_cast<Wide>(e.lag) * (weight_ + e.weight) / weight_; };
  const auto lag = weight_ == 0 ? 0 : static_cast<std::int64_t>(enlarged());
  e.vruntime = average_vruntime() - lag;
  if (e.deadline_is_relative) {
    e.deadline_is_relative = false;
    e.deadline += e.vruntime;
  } else {
    e.deadline = e.vruntime + virtual_slice(e) / (why == Arrival::fork ? 2 : 1);
  }
}

// update_entity_lag: V - v, within two slices, or a tick if that is more
void EevdfRunQueue::store_lag(SchedEntity& e) const {
  const std::int64_t limit = virtual_time(std::max(2 * slice_of(e), tick_), e.weight);
  e.lag = std::clamp(average_vruntime() - e.vruntime, -limit, limit);
}

void EevdfRunQueue::enqueue(SchedEntity& e, Arrival why) {
  ++runnable_;
  e.turn = turns_++;
  if (e.delayed) {
    revive(e);
  } else {
    place(e, why);
    add(e);
  }
}

bool EevdfRunQueue::dequeue(SchedEntity& e, Departure why) {
  --runnable_;
  const bool sleeps = why == Departure::sleep;
  if (sleeps && rules_.has_delayed_dequeue && !is_eligible(e)) {
    delay(e);
    return false;
  }
  store_lag(e);
  remove(e);
  if (why == Departure::migration && rules_.keeps_relative_deadline) {
    e.deadline -= e.vruntime;
    e.deadline_is_relative = true;
  }
  return true;
}

void EevdfRunQueue::delay(SchedEntity& e) {
  e.delayed = true;
  if (&e != running_) return;
  running_ = nullptr;
  waiting_.insert(e, e.deadline);
}

// requeue_delayed_entity: what it gained while it slept is not its due (DELAY_ZERO); what it owes it still
// owes
void EevdfRunQueue::revive(SchedEntity& e) {
  e.delayed = false;
  store_lag(e);
  if (e.lag <= 0) return;
  remove(e);
  e.lag = 0;
  place(e, Arrival::wakeup);
  add(e);
}

// finish_delayed_dequeue_entity
void EevdfRunQueue::finish_delayed(SchedEntity& e) {
  store_lag(e);
  e.lag = std::min<std::int64_t>(e.lag, 0);
  e.delayed = false;
  remove(e);
}

// ---- Choosing
// --------------------------------------------------------------------------------------------------

// pick_eevdf. On equal deadlines the running one makes way (entity_before is strict).
SchedEntity* EevdfRunQueue::pick(bool keeps_protected) const {
  if (waiting_.empty()) return running_;
  SchedEntity* current = running_ && is_eligible(*running_) ? running_ : nullptr;
  if (current && keeps_protected && is_protected(*current)) return current;
  for (const auto& [deadline, e] : waiting_) {
    if (current && current->deadline < deadline) return current;
    if (is_eligible(*e)) return e;
  }
  return current;
}

// pick_next_entity, PICK_BUDDY
SchedEntity* EevdfRunQueue::pick_buddy() const {
  return next_buddy_ && !next_buddy_->delayed && is_eligible(*next_buddy_) ? next_buddy_ : nullptr;
}

SchedEntity* EevdfRunQueue::pick_next() {
  for (;;) {
    SchedEntity* buddy = pick_buddy();
    SchedEntity* best = buddy ? buddy : pick(true);
    if (!best) return nullptr;
    if (!best->delayed) {
      start(*best);
      return best;
    }
    finish_delayed(*best);
  }
}

// set_next_entity, which Linux calls only where the task changes: who is picked again is not protected again.
void EevdfRunQueue::start(SchedEntity& e) {
  if (&e == next_buddy_) next_buddy_ = nullptr;
  if (&e == running_) return;
  if (running_) waiting_.insert(*running_, running_->deadline);
  waiting_.erase(e);
  running_ = &e;
  e.turn = turns_++;
  e.picked_at = e.sum_exec;
  e.protected_to = rules_.protects_to_shortest_slice ? shortest_protection(e) : e.deadline;
}

// ---- Running
// ---------------------------------------------------------------------------------------------------

void EevdfRunQueue::move_running(std::int64_t virtual_distance) {
  running_->vruntime += virtual_distance;
  weighted_vruntimes_ += static_cast<Wide>(virtual_distance) * running_->weight;
}

// update_curr, update_deadline: a consumed slice is followed by the next
bool EevdfRunQueue::account(Duration ran) {
  if (!running_ || ran <= Duration::zero()) return false;
  SchedEntity& e = *running_;
  e.sum_exec += ran;
  move_running(virtual_time(ran, e.weight));
  const bool is_slice_consumed = e.vruntime >= e.deadline;
  if (is_slice_consumed) e.deadline = e.vruntime + virtual_slice(e);
  return !waiting_.empty() && has_expired(e, is_slice_consumed);
}

bool EevdfRunQueue::has_expired(const SchedEntity& e, bool is_slice_consumed) const {
  if (is_slice_consumed) return true;
  switch (rules_.expiry) {
    case Expiry::slice_end:
      return false;
    case Expiry::slice_end_or_unprotected_behind:
      return !is_protected(e) && !is_eligible(e);
    case Expiry::slice_end_or_unprotected:
      return !is_protected(e);
  }
  return false;
}

// v6.12 do_preempt_short, v6.17 check_preempt_wakeup_fair
bool EevdfRunQueue::competes_unprotected(const SchedEntity& wakee) const {
  if (rules_.short_wakee == ShortWakee::waits || slice_of(wakee) >= slice_of(*running_)) return false;
  if (rules_.short_wakee == ShortWakee::always_competes) return true;
  return is_eligible(wakee) && (wakee.deadline < running_->deadline || !is_eligible(*running_));
}

// check_preempt_wakeup_fair
bool EevdfRunQueue::should_preempt(const SchedEntity& wakee) {
  if (!running_) return true;
  if (wakee.idle_policy) return false;
  if (running_->idle_policy) {
    protect_until(running_->vruntime);
    return true;
  }
  const bool is_short = competes_unprotected(wakee);
  const bool wins = pick(!is_short) == &wakee;
  const bool is_only_cut = !wins && rules_.short_wakee == ShortWakee::always_competes;
  if (is_short) protect_until(is_only_cut ? shortest_protection(*running_) : running_->vruntime);
  return wins;
}

// yield_task_fair; a moved deadline also ends the protection (up to 6.16 it is tied to the deadline)
void EevdfRunQueue::yield() {
  if (!running_ || waiting_.empty()) return;
  if (rules_.yield_forfeits) {
    if (!is_eligible(*running_)) return;
    move_running(running_->deadline - running_->vruntime);
  }
  running_->deadline += virtual_slice(*running_);
  protect_until(running_->vruntime);
}

void EevdfRunQueue::put_back() {
  if (running_) waiting_.insert(*running_, running_->deadline);
  running_ = nullptr;
}

// reweight_entity: lag, deadline and protection keep their real length, and the entity is placed anew
void EevdfRunQueue::reweigh(SchedEntity& e, std::int64_t weight) {
  store_lag(e);
  const auto scaled = [&](std::int64_t length) {
    return static_cast<std::int64_t>(static_cast<Wide>(length) * e.weight / weight);
  };
  const std::int64_t lag = scaled(e.lag), protection = scaled(e.protected_to - e.vruntime);
  const std::int64_t deadline = scaled(e.deadline - e.vruntime);
  const bool was_running = &e == running_;
  remove(e);
  e.weight = weight;
  e.lag = lag;
  e.deadline = deadline;
  e.deadline_is_relative = true;
  place(e, Arrival::migration);
  e.protected_to = e.vruntime + protection;
  add(e);
  if (!was_running) return;
  waiting_.erase(e);
  running_ = &e;
}

SchedEntity* EevdfRunQueue::steal_candidate(MayMove allowed, const void* context) const {
  return waiting_.longest_waiting(allowed, context);
}

}  // namespace kickpath::host
