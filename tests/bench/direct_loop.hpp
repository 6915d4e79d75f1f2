#pragma once
#include "fiber_heap.hpp"

namespace kickpath::bench {

/// The least that fibers on a heap can cost, shown beside the reference: who blocks takes the next event
/// itself and enters that fiber directly. One switch a step, none when it is itself next.
class DirectLoop {
 public:
  DirectLoop() = default;
  DirectLoop(const DirectLoop&) = delete;
  DirectLoop& operator=(const DirectLoop&) = delete;

  /// `entry` runs on a fiber of its own from run() on, and ends with finish().
  void spawn(engine::Fiber::Entry entry, void* argument) { due_.spawn(entry, argument); }

  void sleep(Duration d) {
    engine::Fiber& self = *running_;
    due_.push(now_ + d, self);
    running_ = &due_.pop(now_);
    if (running_ != &self) engine::FiberSwitch::change(self, *running_);
  }

  void run() {
    running_ = &due_.pop(now_);
    engine::FiberSwitch::change(main_, *running_);
  }

  /// Makes run() return, leaving all fibers where they are.
  [[noreturn]] void finish() { engine::FiberSwitch::leave(*running_, main_); }

 private:
  Instant now_{};
  engine::Fiber* running_ = nullptr;
  engine::Fiber main_;
  FiberHeap due_;
};

}  // namespace kickpath::bench
