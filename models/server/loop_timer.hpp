#pragma once
#include <functional>
#include <utility>

#include "engine/timer.hpp"

namespace kickpath::server {

/// The contract of one timer of an event loop. Whoever makes one says what is to happen when the loop learns
/// that its date has come.
class LoopTimer {
 public:
  virtual ~LoopTimer() = default;
  /// At `date`, which replaces an earlier one.
  virtual void arm(Instant date) = 0;
  virtual void cancel() = 0;
};

/// A timer whose date the loop learns on that date (the timeout of its wait, which is exact: QEMU since 1.6,
/// include/qemu/timer.h, with ppoll or a timerfd).
class ExactTimer final : public LoopTimer {
 public:
  ExactTimer(engine::Simulation& simulation, std::function<void()> expired)
      : timer_(simulation, std::move(expired)) {}
  void arm(Instant date) override { timer_.arm(date); }
  void cancel() override { timer_.cancel(); }

 private:
  engine::Timer timer_;
};

}  // namespace kickpath::server
