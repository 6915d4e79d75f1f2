#pragma once
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "host/run_queue.hpp"

/// A core driven by hand: it runs who was picked, ticks, and reschedules when the queue says so. No engine.
namespace kickpath::host::test {

class HandCore {
 public:
  HandCore(std::unique_ptr<RunQueue> queue, Duration tick) : queue_(std::move(queue)), tick_(tick) {}

  RunQueue& queue() { return *queue_; }
  Duration now() const { return now_; }
  Duration busy() const { return busy_; }
  /// Who ran and for how long at a time, in order.
  const std::vector<std::pair<SchedEntity*, Duration>>& spells() const { return spells_; }

  void wake(SchedEntity& e) {
    queue_->enqueue(e, Arrival::wakeup);
    if (queue_->should_preempt(e)) pick();
  }

  void sleep(SchedEntity& e) {
    queue_->dequeue(e, Departure::sleep);
    if (!queue_->running()) pick();
  }

  void pick() { queue_->pick_next(); }

  /// Runs for `d`, with its ticks on the way.
  void run(Duration d) {
    const Duration end = now_ + d;
    while (now_ < end) {
      const Duration next_tick = tick_ * (now_ / tick_ + 1);
      const bool is_tick = next_tick <= end;
      advance((is_tick ? next_tick : end) - now_, is_tick);
    }
  }

 private:
  void advance(Duration d, bool ends_in_tick) {
    SchedEntity* running = queue_->running();
    now_ += d;
    if (running) {
      busy_ += d;
      note(running, d);
    }
    const bool is_expired = queue_->account(d);
    const bool is_due = ends_in_tick && queue_->tick();
    if (is_expired || is_due) pick();
  }

  void note(SchedEntity* running, Duration d) {
    if (spells_.empty() || spells_.back().first != running) spells_.emplace_back(running, Duration{});
    spells_.back().second += d;
  }

  std::unique_ptr<RunQueue> queue_;
  Duration tick_;
  Duration now_{};
  Duration busy_{};
  std::vector<std::pair<SchedEntity*, Duration>> spells_;
};

}  // namespace kickpath::host::test
