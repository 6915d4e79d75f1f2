#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "host/gang/gang_slots.hpp"
#include "host/run_queue.hpp"

namespace kickpath::host {

/// What becomes of a core on which the slot's owner has nothing to run.
enum class Holes {
  filled,  ///< the others have it, by the order of their turns; who comes earlier in it preempts at its wake-up
  idle     ///< nobody has it
};

/// A core's run queue under gang scheduling: each gang has a queue of its own, of the base policy, which shares out
/// among its tasks what time the gang has here.
class GangQueue final : public RunQueue {
 public:
  using MakeQueue = std::function<std::unique_ptr<RunQueue>()>;
  GangQueue(GangSlots& slots, Holes holes, MakeQueue make)
      : slots_(slots), holes_(holes), make_(std::move(make)) {}

  void enqueue(SchedEntity& e, Arrival why) override;
  bool dequeue(SchedEntity& e, Departure why) override;
  void hand_over(SchedEntity& e) override { queue_of(e).hand_over(e); }
  SchedEntity* pick_next() override;
  bool account(Duration ran) override { return current_ != nullptr && current_->account(ran); }
  bool should_preempt(const SchedEntity& wakee) override;
  bool tick() override { return current_ != nullptr && current_->tick(); }
  void yield() override {
    if (current_ != nullptr) current_->yield();
  }
  void put_back() override { switch_to(nullptr); }
  void prefer(SchedEntity& e) override { queue_of(e).prefer(e); }
  SchedEntity* running() const override { return current_ == nullptr ? nullptr : current_->running(); }
  /// Of those that may run in this slot.
  std::size_t runnable() const override { return count(&RunQueue::runnable); }
  std::size_t queued() const override { return count(&RunQueue::queued); }
  bool is_throttled(const SchedEntity& e) const override { return !may_run(e.gang); }
  SchedEntity* steal_candidate(MayMove allowed, const void* context) const override;

  /// A slot began: does somebody wait who should have the core now, or has somebody to leave it?
  bool has_to_switch() const;

 private:
  bool may_run(GangIndex gang) const { return holes_ == Holes::filled || gang == slots_.owner(); }
  /// Gangs that may run, by rank: so many.
  std::size_t ranks() const { return holes_ == Holes::filled ? slots_.gangs() : 1; }
  /// Null: the gang has not been here yet.
  RunQueue* queue_at(std::size_t rank) const;
  RunQueue& queue_of(const SchedEntity& e) const { return *queues_[e.gang]; }
  std::size_t count(std::size_t (RunQueue::*of)() const) const;
  void switch_to(RunQueue* next);

  GangSlots& slots_;
  Holes holes_;
  MakeQueue make_;
  std::vector<std::unique_ptr<RunQueue>> queues_;  ///< by gang
  RunQueue* current_ = nullptr;                    ///< of the gang that runs here; null: none
  GangIndex current_gang_ = 0;
};

}  // namespace kickpath::host
