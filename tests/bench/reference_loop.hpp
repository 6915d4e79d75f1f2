#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/fiber_switch.hpp"
#include "engine/stack_pool.hpp"
#include "time/duration.hpp"

namespace kickpath::bench {

/// The least that an event loop with fibers can be, to hold the engine against: a binary heap of the standard
/// library on {date, sequence}, the engine's own fibers and switch, and nothing else: no cancelling, no
/// names, no errors, no SimGrid.
class ReferenceLoop {
 public:
  ReferenceLoop() = default;
  ReferenceLoop(const ReferenceLoop&) = delete;
  ReferenceLoop& operator=(const ReferenceLoop&) = delete;

  Instant now() const { return now_; }

  /// `entry` runs on a fiber of its own from run() on, and ends with finish().
  void spawn(engine::Fiber::Entry entry, void* argument) {
    auto& fiber = *fibers_.emplace_back(std::make_unique<engine::Fiber>());
    fiber.prepare(stacks_.take(), entry, argument);
    push(now_, fiber);
  }

  void sleep(Duration d) {
    engine::Fiber& self = *running_;
    push(now_ + d, self);
    running_ = &pop();
    if (running_ != &self) engine::FiberSwitch::change(self, *running_);
  }

  void run() {
    running_ = &pop();
    engine::FiberSwitch::change(main_, *running_);
  }

  /// Makes run() return, leaving all fibers where they are.
  [[noreturn]] void finish() { engine::FiberSwitch::leave(*running_, main_); }

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

  void push(Instant date, engine::Fiber& fiber) {
    heap_.push_back({date, sequence_++, &fiber});
    std::push_heap(heap_.begin(), heap_.end(), IsLater{});
  }

  engine::Fiber& pop() {
    std::pop_heap(heap_.begin(), heap_.end(), IsLater{});
    const Event event = heap_.back();
    heap_.pop_back();
    now_ = event.date;
    return *event.fiber;
  }

  Instant now_{};
  std::uint64_t sequence_ = 0;
  engine::Fiber* running_ = nullptr;
  engine::Fiber main_;
  engine::StackPool stacks_;
  std::vector<std::unique_ptr<engine::Fiber>> fibers_;
  std::vector<Event> heap_;
};

}  // namespace kickpath::bench
