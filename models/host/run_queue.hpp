#pragma once
#include <cstddef>
#include <memory>

#include "host/sched_entity.hpp"
#include "time/duration.hpp"

/// The contract between a host core and its scheduling policy: one RunQueue per core.
///
/// The core promises: time never goes backwards between calls; an entity is in one queue at most; `dequeue`
/// and `put_back` name entities that are queued; `account` is called before any decision, so that the running
/// entity is charged up to now. The policy promises: it keeps nothing of an entity after it left, touches no
/// other core, asks no clock, and decides ties by the order of arrival, so that a run can be repeated.
namespace kickpath::host {

enum class Arrival {
  fork,      ///< a new task
  wakeup,    ///< a sleeper becomes runnable
  migration  ///< runnable already, comes from another core
};

enum class Departure {
  sleep,      ///< blocks
  migration,  ///< stays runnable, goes to another core
  throttle    ///< a group that has used up its time: as asleep, but it leaves at once (DEQUEUE_SPECIAL)
};

class RunQueue {
 public:
  virtual ~RunQueue() = default;

  /// Adds `e`, or revives it where it waits delayed in this queue.
  virtual void enqueue(SchedEntity& e, Arrival why) = 0;

  /// Takes `e` out; it may be the running one. False: it sleeps but stays queued for now (`e.delayed`), until
  /// `pick_next` meets it, or `enqueue` revives it.
  virtual bool dequeue(SchedEntity& e, Departure why) = 0;

  /// `e` slept, has left this queue, and wakes up on another core: makes its virtual time portable. Called at
  /// the wake-up, before the other queue's `enqueue`. (Linux v2.6.36: task_waking_fair. Migration of a
  /// runnable one needs no such call.)
  virtual void hand_over(SchedEntity&) {}

  /// Chooses who runs next and makes it `running()`; the one that ran before competes if it is still queued.
  /// Null: nobody can run.
  virtual SchedEntity* pick_next() = 0;

  /// Charges `ran` of CPU time to the running entity. True: its slice is used up and another one waits
  /// (reschedule).
  virtual bool account(Duration ran) = 0;

  /// Just after `enqueue(wakee)`: should the running entity make way for it?
  virtual bool should_preempt(const SchedEntity& wakee) = 0;

  /// The periodic tick, after `account`: should the running entity make way?
  virtual bool tick() = 0;

  /// The running entity gives way (sched_yield). The core calls `pick_next` after it.
  virtual void yield() = 0;

  /// The running entity, if there is one, stops to run and stays queued (put_prev_entity): this queue is a part of
  /// a larger one, and another part runs.
  virtual void put_back() = 0;

  /// `e`, which waits here, is picked next, if the policy finds that fair enough by then (set_next_buddy).
  virtual void prefer(SchedEntity& e) = 0;

  virtual SchedEntity* running() const = 0;
  /// Entities that want to run, the running one included, delayed ones not (Linux: h_nr_runnable).
  virtual std::size_t runnable() const = 0;
  /// The delayed ones too (Linux: rq->nr_running).
  virtual std::size_t queued() const { return runnable(); }
  /// `e` is queued, but cannot run for now: its group has used up its time, or its gang has to wait for its slot.
  virtual bool is_throttled(const SchedEntity&) const { return false; }
  /// An entity that may be taken to another core, the longest-waiting first; never the running or a delayed
  /// one. Null: none. `allowed` says whether the entity may go there.
  using MayMove = bool (*)(const SchedEntity&, const void* context);
  virtual SchedEntity* steal_candidate(MayMove allowed, const void* context) const = 0;
};

}  // namespace kickpath::host
