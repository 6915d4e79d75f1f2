#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/fiber_switch.hpp"
#include "engine/stack_pool.hpp"
#include "time/duration.hpp"

namespace kickpath::bench {

/// What both loops to compare with are made of: fibers on the engine's own stacks, and a binary heap of the
/// standard library on {date, sequence}. No cancelling, no names, no errors, no SimGrid.
class FiberHeap {
 public:
  /// `entry` runs on a fiber of its own.
  void spawn(engine::Fiber::Entry entry, void* argument) {
    auto& fiber = *fibers_.emplace_back(std::make_unique<engine::Fiber>());
    fiber.prepare(stacks_.take(), entry, argument);
    push(Instant{}, fiber);
  }

  void push(Instant date, engine::Fiber& fiber) {
    heap_.push_back({date, sequence_++, &fiber});
    std::push_heap(heap_.begin(), heap_.end(), IsLater{});
  }

  /// The next one, and its date.
  engine::Fiber& pop(Instant& date) {
    std::pop_heap(heap_.begin(), heap_.end(), IsLater{});
    const Event event = heap_.back();
    heap_.pop_back();
    date = event.date;
    return *event.fiber;
  }

 private:
  struct Event {
    Instant date;
    std::uint64_t sequence;
    engine::Fiber* fiber;
  };
  struct IsLater {
    bool operator()(const Event& a, const Event& b) const {
      return a.date != b.date ? a.date > b.date : a.sequence > b.sequence;
    }
  };

  std::uint64_t sequence_ = 0;
  engine::StackPool stacks_;
  std::vector<std::unique_ptr<engine::Fiber>> fibers_;
  std::vector<Event> heap_;
};

}  // namespace kickpath::bench
