#pragma once
#include "fiber_heap.hpp"

namespace kickpath::bench {

/// The reference of the bar: the event loop that one writes by hand. It takes the next event from the heap
/// and resumes the fiber, which yields back to the loop: two switches a step.
class ReferenceLoop {
 public:
  ReferenceLoop() = default;
  ReferenceLoop(const ReferenceLoop&) = delete;
  ReferenceLoop& operator=(const ReferenceLoop&) = delete;

  /// `entry` runs on a fiber of its own from run() on, and ends with finish().
  void spawn(engine::Fiber::Entry entry, void* argument) { due_.spawn(entry, argument); }

  void sleep(Duration d) {
    due_.push(now_ + d, *running_);
    engine::FiberSwitch::change(*running_, loop_);
  }

  void run() {
    while (!is_finished_) {
      running_ = &due_.pop(now_);
      engine::FiberSwitch::change(loop_, *running_);
    }
  }

  /// Makes run() return, leaving all fibers where they are.
  [[noreturn]] void finish() {
    is_finished_ = true;
    engine::FiberSwitch::leave(*running_, loop_);
  }

 private:
  Instant now_{};
  bool is_finished_ = false;
  engine::Fiber* running_ = nullptr;
  engine::Fiber loop_;
  FiberHeap due_;
};

}  // namespace kickpath::bench
