#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "engine/simulation.hpp"
#include "host/charge_watch.hpp"
#include "host/core_set.hpp"
#include "host/pace.hpp"
#include "host/preemption_model.hpp"
#include "host/sched_entity.hpp"
#include "time/duration.hpp"

/// A thread of the host, as its scheduler sees it: it runs on one core at a time, for as long as the policy
/// lets it. What it spends is work, which takes longer where its core is slow.
namespace kickpath::host {

class Host;
class HostCore;
class Task;

struct TaskSpec {
  std::string name;
  std::int32_t vm = -1;  ///< instance that it works for; -1: none (a hog)
  CoreSet affinity;
  int nice = 0;
  bool is_vcpu = false;           ///< switching from or to it costs more
  const Task* serves = nullptr;   ///< the vcpu whose queue it looks after; null: none, or not one alone
  bool is_kernel_thread = false;  ///< never in userspace: all that it spends is kernel time
  std::int32_t group = -1;        ///< of the host's groups; -1: its VM's, if that has one
};

class Task {
 public:
  /// `body` runs on the task's own fiber, from the start of the simulation, once a core picks it.
  Task(Host& host, TaskSpec spec, std::function<void(Task&)> body);
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  const TaskSpec& spec() const { return spec_; }
  const std::string& name() const { return spec_.name; }
  Host& host() const { return host_; }
  CoreId core() const { return core_; }
  bool is_on_cpu() const { return is_on_cpu_; }
  /// Wants to run and does not: preempted, or just woken.
  bool waits_for_core() const { return !is_on_cpu_ && entity.on_queue && !entity.delayed; }
  /// CPU time so far, up to the last accounting (Host::account_all).
  Duration cpu_time() const { return entity.sum_exec; }
  /// When it last left a core, or now if it is on one.
  Instant last_ran() const;
  const engine::Actor* actor() const { return actor_; }

  /// Host::watch_charges does this, before the task runs.
  void watch(ChargeWatch& watch);
  bool is_watched() const { return watch_ != nullptr; }

  // ---- Own fiber only, while on a core.
  // -----------------------------------------------------------------------------------

  /// Spends `d` in the kernel: preempted where the preemption model has it so, and delayed by ticks and other
  /// interrupts.
  void kernel(Duration d);

  /// The same with preemption disabled.
  void kernel_atomically(Duration d);

  /// Spends `d` in userspace or in the guest: preempted whenever the scheduler says so. Returns what is left
  /// when poke() cut it short, else 0.
  [[nodiscard]] Duration run(Duration d);

  /// Runs as `run`, but heeds no poke: that one cuts the next `run` or `busy_wait` short. In a kernel thread,
  /// as `kernel`.
  void run_through(Duration d);

  /// Waits busily in the kernel, for `limit` of time at most, until poke(), or until the core is wanted by
  /// another task.
  void busy_wait(Duration limit);

  /// Gives the core away if a reschedule is due: at each return to userspace and each entry of a guest.
  void preemption_point();

  /// In the kernel: offers to give the core away, which the preemption model may take.
  void cond_resched() { offer(PreemptionPoint::cond_resched); }
  void might_sleep() { offer(PreemptionPoint::might_sleep); }

  /// Sleeps until woken. Returns at once when a wake-up came since the last block.
  void block(const char* why);

  /// Sleeps until woken, or until `deadline` (a timer of this task's own core). True: woken.
  bool block_until(Instant deadline, const char* why);

  // ---- From anywhere.
  // -------------------------------------------------------------------------------------------------------

  /// Cuts the current or the next `run` or `busy_wait` short.
  void poke();
  void forget_poke() { attention_ &= static_cast<std::uint8_t>(~poked); }
  bool is_poked() const { return (attention_ & poked) != 0; }

  /// What the scheduler knows of this task, and the way back from there.
  struct Entity : SchedEntity {
    explicit Entity(Task& owner) : task(owner) {}
    Task& task;
  };
  Entity entity{*this};

 private:
  friend class HostCore;
  friend class Host;
  friend class Balancer;

  enum class State : unsigned char { runnable, blocked, waking };
  /// What the fiber of a task on a core is doing; it says who may cut a segment short.
  enum class Segment : unsigned char {
    none,
    kernel,
    preemptible_kernel,
    preemptible,
    deaf,
    busy_wait
  };  // deaf: preemptible, but heeds no poke

  void wait_for_core();
  void give_way();
  void offer(PreemptionPoint point);
  void kernel_otherwise(Duration d);
  void kernel_preemptibly(Duration d);
  void return_to_user();
  bool is_outside_kernel() const { return segment_ == Segment::preemptible || segment_ == Segment::deaf; }
  /// Nothing stands before its next step: no debt, no poke, and its core is not wanted.
  bool is_undisturbed() const;
  /// Runs `d` outside the kernel, if nothing disturbs it from its beginning to its end.
  bool runs_undisturbed(Duration d);
  bool needs_resched() const;
  void pay_debt() {
    if (debt_ > Duration::zero()) [[unlikely]]
      pay_all_debt();
  }
  void pay_all_debt();
  void come_to(HostCore& core);
  Duration run_as(Segment kind, Duration d);
  bool pass(Segment kind, Duration d);
  bool pass_watched(Stretch stretch, Segment kind, Duration d);
  void spend(Segment kind, Duration d);
  bool is_cut_short(Segment kind) const;
  Duration time_of(Segment kind, Duration d) const;
  /// An interrupt handler took `d` from the running task.
  void delay_by(Duration d);
  /// Its core has another pace from now on: what is left of the segment takes another time.
  void go_on_at(Pace pace);
  void resume_if_parked();

  Host& host_;
  engine::Simulation& simulation_;
  TaskSpec spec_;
  engine::Actor* actor_ = nullptr;
  HostCore* home_ = nullptr;  ///< runs, waits or last ran here
  CoreId core_;               ///< its number
  CoreId recent_core_;        ///< Linux: recent_used_cpu
  Instant left_cpu_at_{};
  bool is_pinned_;
  bool is_kernel_plain_;  ///< neither preemptible nor watched
  bool has_run_ = false;
  State state_ = State::runnable;
  Segment segment_ = Segment::none;
  Instant segment_end_{};
  Duration debt_{};  ///< kernel time to spend before anything else: context switch, migration, stolen time
  Pace pace_;        ///< of the core that it is on
  bool is_on_cpu_ = false;
  bool was_in_kernel_ = false;  ///< since its last segment outside
  bool has_pending_wake_ = false;
  /// What its next segment outside the kernel cannot overlook: a poke, or a watch that must hear of it.
  static constexpr std::uint8_t poked = 1, watched = 2;
  std::uint8_t attention_ = 0;
  ChargeWatch* watch_ = nullptr;
};

inline Task& task_of(SchedEntity& entity) { return static_cast<Task::Entity&>(entity).task; }
inline const Task& task_of(const SchedEntity& entity) {
  return static_cast<const Task::Entity&>(entity).task;
}

}  // namespace kickpath::host
