#include "host/task.hpp"

#include <utility>

#include "engine/error.hpp"
#include "host/host.hpp"
#include "host/weights.hpp"

namespace kickpath::host {

Task::Task(Host& host, TaskSpec spec, std::function<void(Task&)> body)
    : host_(host), simulation_(host.simulation()), spec_(std::move(spec)),
      is_pinned_(spec_.affinity.count() == 1), is_kernel_plain_(!host.has_preemptible_kernel()) {
  entity.weight = weight_of_nice(spec_.nice);
  actor_ = &simulation_.spawn(
      spec_.name,
      [this, program = std::move(body)] {
        host_.start(*this);
        wait_for_core();
        program(*this);
        engine::check_invariant(false, "the program of a host task came to its end");
      },
      engine::Lifetime::counted);
}

Instant Task::last_ran() const { return is_on_cpu_ ? simulation_.now() : left_cpu_at_; }

void Task::watch(ChargeWatch& watch) {
  watch_ = &watch;
  attention_ |= watched;
  is_kernel_plain_ = false;
}

/// Spends work. True: nothing happened meanwhile.
inline bool Task::pass(Segment kind, Duration d) {
  if (watch_ != nullptr) [[unlikely]]
    return pass_watched(Stretch::work, kind, d);
  if (simulation_.try_advance(pace_.time_for(d))) return true;
  spend(kind, d);
  return false;
}

[[gnu::noinline]] bool Task::pass_watched(Stretch stretch, Segment kind, Duration d) {
  watch_->spends(*this, stretch, d);
  const bool passes = kind != Segment::busy_wait && simulation_.try_advance(pace_.time_for(d));
  if (passes) {
    segment_end_ = simulation_.now();
  } else {
    spend(kind, d);
  }
  const bool is_endless = d == Duration::max();
  watch_->spent(*this, is_endless ? d : pace_.work_in(segment_end_ - simulation_.now()));
  return passes;
}

void Task::kernel(Duration d) {
  if (!is_kernel_plain_) [[unlikely]]
    return kernel_otherwise(d);
  pay_debt();
  if (!simulation_.try_advance(pace_.time_for(d))) spend(Segment::kernel, d);
}

[[gnu::noinline]] void Task::kernel_otherwise(Duration d) {
  if (watch_ != nullptr) watch_->charged(*this, d, Ground::kernel);
  if (host_.has_preemptible_kernel()) return kernel_preemptibly(d);
  pay_debt();
  pass(Segment::kernel, d);
}

void Task::kernel_atomically(Duration d) {
  was_in_kernel_ = true;
  if (watch_ != nullptr) [[unlikely]]
    watch_->charged(*this, d, Ground::kernel);
  pay_debt();
  pass(Segment::kernel, d);
}

void Task::kernel_preemptibly(Duration d) {
  was_in_kernel_ = true;
  for (;;) {
    offer(PreemptionPoint::anywhere);
    if (d <= Duration::zero()) return;
    if (pass(Segment::preemptible_kernel, d)) return;
    d = pace_.work_in(segment_end_ - simulation_.now());
  }
}

inline bool Task::runs_undisturbed(Duration d) {
  if (!is_undisturbed() || !simulation_.try_advance(pace_.time_for(d))) return false;
  was_in_kernel_ = false;
  return true;
}

// Its first line is what nearly always happens.
Duration Task::run(Duration d) {
  if (runs_undisturbed(d)) return Duration::zero();
  return run_as(Segment::preemptible, d);
}

void Task::run_through(Duration d) {
  if (spec_.is_kernel_thread) return kernel(d);
  if (d <= Duration::zero() || runs_undisturbed(d)) return;
  static_cast<void>(run_as(Segment::deaf, d));
}

// Out of line, as what follows a charge that does not pass at once: run() and kernel() are the hot path.
[[gnu::noinline]] Duration Task::run_as(Segment kind, Duration d) {
  if (watch_ != nullptr) [[unlikely]]
    watch_->charged(*this, d, kind == Segment::deaf ? Ground::deaf : Ground::outside);
  for (;;) {
    return_to_user();
    if (kind == Segment::preemptible && is_poked()) {
      forget_poke();
      return d;
    }
    if (d <= Duration::zero()) return Duration::zero();
    if (pass(kind, d)) return Duration::zero();
    if (d != Duration::max()) d = pace_.work_in(segment_end_ - simulation_.now());
  }
}

void Task::busy_wait(Duration limit) {
  pay_debt();
  if (is_poked() || needs_resched() || !home_->has_single_task()) return;
  if (watch_ != nullptr) [[unlikely]] {
    pass_watched(Stretch::busy_wait, Segment::busy_wait, limit);
  } else {
    spend(Segment::busy_wait, limit);
  }
}

void Task::preemption_point() {
  pay_debt();
  while (needs_resched()) give_way();
}

// Who was not in the kernel notices no lazy request: nothing told it.
void Task::return_to_user() {
  pay_debt();
  while (needs_resched() && (home_->asked() == Resched::now || was_in_kernel_)) give_way();
  was_in_kernel_ = false;
}

void Task::offer(PreemptionPoint point) {
  pay_debt();
  while (needs_resched() && host_.preemption().acts_at(point, home_->asked())) give_way();
}

void Task::block(const char* why) { block_until(never, why); }

bool Task::block_until(Instant deadline, const char* why) {
  pay_debt();
  if (std::exchange(has_pending_wake_, false)) return true;
  state_ = State::blocked;
  HostCore& home = *home_;
  home.dequeue(*this, Departure::sleep);
  home.schedule();
  bool was_woken = true;
  while (state_ == State::blocked) {
    if (deadline == never) {
      actor_->park(why);
    } else if (!actor_->park_until(deadline, why) && state_ == State::blocked) {
      was_woken = false;
      host_.wake_from_irq(*this, core_);
    }
  }
  wait_for_core();
  return was_woken;
}

void Task::poke() {
  attention_ |= poked;
  if (watch_ != nullptr) [[unlikely]]
    watch_->poked(*this);
  if (segment_ == Segment::preemptible || segment_ == Segment::busy_wait) resume_if_parked();
}

void Task::wait_for_core() {
  while (!is_on_cpu_) actor_->park("a core");
  pay_debt();
}

bool Task::needs_resched() const { return home_->needs_resched(); }

bool Task::is_undisturbed() const { return debt_ == Duration::zero() && attention_ == 0 && !needs_resched(); }

void Task::come_to(HostCore& core) {
  home_ = &core;
  core_ = core.id();
}

void Task::give_way() {
  home_->schedule();
  wait_for_core();
}

[[gnu::noinline]] void Task::pay_all_debt() {
  while (debt_ > Duration::zero()) {
    const Duration due = std::exchange(debt_, Duration::zero());
    if (watch_ != nullptr) [[unlikely]] {
      pass_watched(Stretch::debt, Segment::kernel, due);
    } else if (!simulation_.try_advance(pace_.time_for(due))) {
      spend(Segment::kernel, due);
    }
  }
}

[[gnu::noinline]] void Task::spend(Segment kind, Duration d) {
  segment_ = kind;
  segment_end_ = d == Duration::max() ? never : simulation_.now() + time_of(kind, d);
  while (simulation_.now() < segment_end_ && !is_cut_short(kind)) {
    if (segment_end_ == never) {
      actor_->park("an event, spinning");
    } else {
      actor_->park_until(segment_end_, "its own work");
    }
  }
  segment_ = Segment::none;
}

bool Task::is_cut_short(Segment kind) const {
  if (kind == Segment::kernel) return false;
  if (home_->asked() == Resched::now) return true;
  if (kind == Segment::preemptible_kernel) return false;
  if (is_poked() && kind != Segment::deaf) return true;
  return kind == Segment::busy_wait && !home_->has_single_task();
}

void Task::delay_by(Duration d) {
  if (segment_ == Segment::none) {
    debt_ += d;
  } else if (segment_end_ != never) {
    segment_end_ += pace_.time_for(d);
  }
}

Duration Task::time_of(Segment kind, Duration d) const {
  return kind == Segment::busy_wait ? d : pace_.time_for(d);
}

void Task::go_on_at(Pace pace) {
  const Pace before = std::exchange(pace_, pace);
  if (segment_ == Segment::none || segment_ == Segment::busy_wait || segment_end_ == never) return;
  const Instant now = simulation_.now();
  segment_end_ = now + pace_.time_for(before.work_in(segment_end_ - now));
  resume_if_parked();
}

void Task::resume_if_parked() {
  if (actor_->is_parked()) actor_->unpark();
}

}  // namespace kickpath::host
