#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "engine/timer.hpp"
#include "host/pace.hpp"
#include "host/preemption_model.hpp"
#include "host/run_queue.hpp"
#include "host/task.hpp"

/// One core of the host: its run queue, who runs on it, its tick and its idle state.
namespace kickpath::host {

class Host;

class HostCore {
 public:
  HostCore(Host& host, CoreId id, std::unique_ptr<RunQueue> queue);

  CoreId id() const { return id_; }
  Task* current() const { return current_; }
  bool is_sleeping() const { return current_ == nullptr; }
  bool needs_resched() const { return resched_ != Resched::none; }
  Resched asked() const { return resched_; }
  /// Linux single_task_running: a delayed task counts.
  bool has_single_task() const { return queue_->queued() == 1; }
  RunQueue& queue() { return *queue_; }

  void enqueue(Task& task, Arrival why);
  void dequeue(Task& task, Departure why);
  /// A sleeper that ran here last wakes up elsewhere.
  void hand_over(Task& task) { queue_->hand_over(task.entity); }

  /// Picks the next task and switches to it. The caller's fiber, if it lost the core, parks afterwards.
  void schedule();

  /// The running task must make way as soon as the preemption model lets it.
  void request_resched();
  /// The same by the fair class, which may be lazy.
  void ask_for_resched();
  /// An interrupt handler returns to what it interrupted: in userspace and in a guest a lazy request acts.
  void end_interrupt();

  /// Just enqueued: does `wakee` preempt the running task?
  bool should_preempt(const Task& wakee);

  /// How long it has been idle; it is.
  Duration idle_for() const;

  /// An idle core leaves its idle state and reaches its scheduler after `latency`.
  void leave_idle(Duration latency);
  bool is_leaving_idle() const { return idle_exit_.is_armed(); }

  /// A reschedule IPI is on its way to this busy core.
  void resched_after(Duration latency);
  bool is_resched_on_its_way() const { return needs_resched() || resched_ipi_.is_armed(); }

  /// From now on, for what runs here too: of its own, and what neighbours leave of that.
  void set_speed(double speed);
  void set_share_of_neighbours(double left);

  /// An interrupt handler takes `d`.
  void steal(Duration d);

  /// Charges the running task up to now.
  void account();

  /// CPU time by task, in order of first appearance, up to the last accounting.
  const std::vector<std::pair<Task*, Duration>>& usage() const { return usage_; }

 private:
  void switch_to(Task* next);
  void go_on_at(Pace pace);
  Duration switch_cost(const Task* before, const Task& next);
  void note_idleness(const Task* before, const Task* next);
  void start_tick();
  void tick();
  void charge(Task& task, Duration ran);

  Host& host_;
  CoreId id_;
  std::unique_ptr<RunQueue> queue_;
  Task* current_ = nullptr;
  const Task* last_ = nullptr;  ///< that ran here, whether or not the core has been idle since
  Resched resched_ = Resched::none;
  Instant accounted_to_{};
  Instant idle_since_{};
  double speed_ = 1, left_by_neighbours_ = 1;
  Pace pace_;
  engine::Timer tick_;
  engine::Timer idle_exit_;
  engine::Timer resched_ipi_;
  std::vector<std::pair<Task*, Duration>> usage_;
};

}  // namespace kickpath::host
