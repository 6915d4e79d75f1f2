#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "device/backend.hpp"
#include "engine/simulation.hpp"
#include "engine/timer.hpp"

namespace kickpath::device {

/// Completions on their way, each with a timer of its own out of a pool that grows to the greatest number
/// under way.
class DelayedCompletions {
 public:
  explicit DelayedCompletions(engine::Simulation& simulation) : simulation_(simulation) {}

  void after(Duration latency, CompletionSink& sink, Ticket ticket) {
    Pending& pending = take();
    pending.sink = &sink;
    pending.ticket = ticket;
    pending.timer->arm(simulation_.now() + latency);
  }

 private:
  struct Pending {
    CompletionSink* sink = nullptr;
    Ticket ticket;
    std::unique_ptr<engine::Timer> timer;
  };

  Pending& take() {
    if (free_.empty()) grow();
    Pending& pending = *free_.back();
    free_.pop_back();
    return pending;
  }

  void grow() {
    Pending& fresh = *all_.emplace_back(std::make_unique<Pending>());
    fresh.timer = std::make_unique<engine::Timer>(simulation_, [this, &fresh] {
      free_.push_back(&fresh);
      fresh.sink->complete(fresh.ticket);
    });
    free_.push_back(&fresh);
  }

  engine::Simulation& simulation_;
  std::vector<std::unique_ptr<Pending>> all_;
  std::vector<Pending*> free_;
};

}  // namespace kickpath::device
