#include "host/host_core.hpp"

#include <algorithm>
#include <utility>

#include "engine/error.hpp"
#include "host/host.hpp"

namespace kickpath::host {

using cost::Component;

HostCore::HostCore(Host& host, CoreId id, std::unique_ptr<RunQueue> queue)
    : host_(host), id_(id), queue_(std::move(queue)), accounted_to_(host.simulation().now()),
      tick_(host.simulation(), [this] { tick(); }), idle_exit_(host.simulation(),
                                                               [this] {
                                                                 if (current_ == nullptr) schedule();
                                                               }),
      resched_ipi_(host.simulation(), [this] { request_resched(); }) {}

// A sleeper that waits delayed is put anew where the queue last knew its running entity to be: Linux 6.12
// to 6.18, kernel/sched/fair.c requeue_delayed_entity calls no update_curr, as enqueue_entity does. The
// running one is charged right after, in should_preempt, and so has run ahead of who was just put beside it.
void HostCore::enqueue(Task& task, Arrival why) {
  if (!task.entity.delayed) account();
  if (task.core_ != id_) {
    host_.probes.sched_migrate_task(task, task.core_, id_);
    if (task.has_run_) task.debt_ += host_.cost(Component::sched_migrate);
    task.come_to(*this);
  }
  queue_->enqueue(task.entity, why);
  // KVM's halt poll goes on only while nobody else wants the core (Linux virt/kvm/kvm_main.c:
  // single_task_running).
  if (current_ != nullptr && current_->segment_ == Task::Segment::busy_wait) current_->resume_if_parked();
}

void HostCore::dequeue(Task& task, Departure why) {
  account();
  queue_->dequeue(task.entity, why);
}

void HostCore::schedule() {
  account();
  SchedEntity* picked = queue_->pick_next();
  if (picked == nullptr && host_.has_unpinned_tasks_ && host_.balancer_.pull_when_idle(*this))
    picked = queue_->pick_next();
  resched_ = Resched::none;
  Task* next = picked == nullptr ? nullptr : &task_of(*picked);
  if (next != current_) switch_to(next);
}

void HostCore::switch_to(Task* next) {
  Task* before = std::exchange(current_, next);
  const Instant now = host_.simulation().now();
  if (before != nullptr) {
    before->is_on_cpu_ = false;
    before->left_cpu_at_ = now;
  }
  host_.probes.sched_switch(id_, before, next);
  if (host_.has_unpinned_tasks_) note_idleness(before, next);
  if (host_.paces_) host_.paces_->set_running(id_, next != nullptr);
  if (next == nullptr) {
    idle_since_ = now;
    return;
  }

  next->pace_ = pace_;
  next->debt_ += switch_cost(before, *next);
  next->is_on_cpu_ = next->has_run_ = true;
  next->resume_if_parked();
  if (!tick_.is_armed()) start_tick();
}

// The switch to the idle task is not charged: nobody waits for it, and what it delays is in wake.idle_exit. A
// vcpu that finds its core as it left it, idle in between, has its state still there: the idle task uses
// neither user address space (lazy TLB, Linux kernel/sched/core.c context_switch) nor FPU.
Duration HostCore::switch_cost(const Task* before, const Task& next) {
  Duration cost = host_.cost(Component::sched_switch);
  if (before != nullptr && before->spec().is_vcpu) cost += host_.cost(Component::sched_vcpu_out);
  if (next.spec().is_vcpu && last_ != &next) cost += host_.cost(Component::sched_vcpu_in);
  last_ = &next;
  return cost;
}

void HostCore::note_idleness(const Task* before, const Task* next) {
  const Instant now = host_.simulation().now();
  if (before == nullptr) {
    host_.utilisation_.core_becomes_busy(now);
    host_.balancer_.end_idle(*this);
  } else if (next == nullptr) {
    host_.utilisation_.core_becomes_idle(now);
    host_.balancer_.begin_idle(*this);
  }
}

void HostCore::request_resched() {
  resched_ = Resched::now;
  if (current_ == nullptr) return;
  if (current_->segment_ != Task::Segment::none && current_->segment_ != Task::Segment::kernel)
    current_->resume_if_parked();
}

void HostCore::ask_for_resched() {
  if (host_.preemption().urgency() == Resched::now || current_ == nullptr) return request_resched();
  resched_ = std::max(resched_, Resched::lazy);
}

void HostCore::end_interrupt() {
  if (resched_ == Resched::lazy && current_ != nullptr && current_->is_outside_kernel()) request_resched();
}

bool HostCore::should_preempt(const Task& wakee) {
  account();
  return current_ != nullptr && !needs_resched() && queue_->should_preempt(wakee.entity);
}

Duration HostCore::idle_for() const { return host_.simulation().now() - idle_since_; }

void HostCore::leave_idle(Duration latency) {
  const Instant at = host_.simulation().now() + latency;
  if (!idle_exit_.is_armed() || idle_exit_.date() > at) idle_exit_.arm(at);
}

void HostCore::resched_after(Duration latency) { resched_ipi_.arm(host_.simulation().now() + latency); }

void HostCore::set_speed(double speed) {
  speed_ = speed;
  go_on_at(Pace{speed_ * left_by_neighbours_});
}

void HostCore::set_share_of_neighbours(double left) {
  left_by_neighbours_ = left;
  go_on_at(Pace{speed_ * left_by_neighbours_});
}

void HostCore::go_on_at(Pace pace) {
  pace_ = pace;
  if (current_ != nullptr) current_->go_on_at(pace);
}

void HostCore::steal(Duration d) {
  if (host_.watch_ != nullptr) host_.watch_->stolen(current_, d);
  if (current_ != nullptr) current_->delay_by(d);
}

void HostCore::account() {
  const Instant now = host_.simulation().now();
  const Duration ran = now - std::exchange(accounted_to_, now);
  if (current_ == nullptr || ran == Duration::zero()) return;
  charge(*current_, ran);
  if (queue_->account(ran)) ask_for_resched();
}

void HostCore::charge(Task& task, Duration ran) {
  const auto entry =
      std::find_if(usage_.begin(), usage_.end(), [&](const auto& e) { return e.first == &task; });
  if (entry == usage_.end()) {
    usage_.emplace_back(&task, ran);
  } else {
    entry->second += ran;
  }
}

// Ticks stop on an idle core (NO_HZ_IDLE) and are aligned on all cores (skew_tick=0).
void HostCore::start_tick() {
  const Duration period = host_.tick_period();
  const auto ticks = host_.simulation().now().time_since_epoch() / period;
  tick_.arm(Instant{period * (ticks + 1)});
}

void HostCore::tick() {
  if (current_ == nullptr) return;
  host_.probes.tick(id_);
  steal(host_.cost(Component::sched_tick));
  if (resched_ == Resched::lazy) request_resched();
  account();
  if (current_ != nullptr && current_->entity.on_queue && queue_->tick()) ask_for_resched();
  if (host_.has_unpinned_tasks_) host_.balancer_.at_tick(*this);
  end_interrupt();
  start_tick();
}

}  // namespace kickpath::host
