#include "notify/rcu_grace_period.hpp"

#include <algorithm>

namespace kickpath::notify {

RcuGracePeriod::RcuGracePeriod(host::Host& host, const RcuSpec& spec)
    : host_(host), spec_(spec), timer_(host.simulation(), [this] { tick(); }),
      has_noticed_(host.core_count()), has_passed_(host.core_count()) {
  if (!spec_.has_others) return;
  begin();
  look_at_next_tick();
}

void RcuGracePeriod::wait(host::Task& updater) {
  Waiter self{&updater};
  waiters_.push_back(&self);
  if (!timer_.is_armed()) look_at_next_tick();
  while (!self.is_done) updater.block("an RCU grace period");
}

void RcuGracePeriod::look_at_next_tick() {
  const Duration period = host_.tick_period();
  timer_.arm(Instant{period * (host_.simulation().now().time_since_epoch() / period + 1)});
}

void RcuGracePeriod::tick() {
  run_callbacks();
  advance();
  notice_waiters();
  if (spec_.has_others || !waiters_.empty()) look_at_next_tick();
}

// Of grace periods that had ended before this tick.
void RcuGracePeriod::run_callbacks() {
  const auto is_over = [this](const Waiter* w) { return w->needs != 0 && w->needs <= completed_; };
  for (Waiter* waiter : waiters_) {
    if (!is_over(waiter)) continue;
    waiter->is_done = true;
    host_.wake_from_irq(*waiter->task, waiter->task->core());
  }
  std::erase_if(waiters_, is_over);
}

void RcuGracePeriod::advance() {
  if (!is_running_) return;
  ++age_;
  for (std::size_t core = 0; core < has_passed_.size(); ++core)
    if (!has_passed_[core]) has_passed_[core] = is_quiescent(core);
  if (std::find(has_passed_.begin(), has_passed_.end(), false) != has_passed_.end()) return;
  ++completed_;
  is_running_ = false;
  const bool is_wanted = std::any_of(waiters_.begin(), waiters_.end(),
                                     [this](const Waiter* w) { return w->needs > completed_; });
  if (spec_.has_others || is_wanted) begin();
}

bool RcuGracePeriod::is_quiescent(std::size_t core) {
  const bool is_idle = host_.core(CoreId{static_cast<std::uint32_t>(core)}).is_sleeping();
  if (is_idle && age_ >= spec_.first_fqs) return true;
  if (is_idle) return false;
  if (has_noticed_[core]) return true;
  has_noticed_[core] = true;
  return false;
}

void RcuGracePeriod::notice_waiters() {
  for (Waiter* waiter : waiters_) {
    if (waiter->needs != 0) continue;
    waiter->needs = completed_ + (is_running_ ? 2 : 1);
  }
  if (!is_running_ && !waiters_.empty()) begin();
}

void RcuGracePeriod::begin() {
  is_running_ = true;
  age_ = 0;
  has_noticed_.assign(has_noticed_.size(), false);
  has_passed_.assign(has_passed_.size(), false);
}

}  // namespace kickpath::notify
