#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "arena.hpp"
#include "bell.hpp"
#include "mode.hpp"
#include "random.hpp"

namespace kickpath::virtqueue::stress {

/// Nothing takes the driver as long as this, whatever else the machine does: it has been forgotten. The
/// device waits twice as long, so that the driver speaks first.
constexpr std::chrono::seconds patience{10};

/// One run: what both threads have in common.
struct Shared {
  explicit Shared(const Mode& run)
      : mode(run), arena(run.size), kick(run.waiting == Waiting::eventfd),
        interrupt(run.waiting == Waiting::eventfd) {}

  /// Both threads leave, also those that wait.
  void end() {
    is_over = true;
    kick.wake();
    interrupt.wake();
  }

  const Mode mode;
  Arena arena;
  alignas(64) Bell kick;
  alignas(64) Bell interrupt;
  alignas(64) std::atomic<bool> is_over = false;
};

/// Looks until `has_news` says so; false: it did not for so long. The peer may need the very core that we
/// spin on, hence the naps. A yield would do only on a machine of our own: where others compute it costs
/// whole time slices, 1.4 ms a request where a nap costs 0.1 ms.
inline bool poll_until(auto has_news, std::chrono::seconds most) {
  const auto deadline = std::chrono::steady_clock::now() + most;
  for (unsigned looks = 1; !has_news(); ++looks) {
    if (looks % 1024 != 0) continue;
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::nanoseconds(1));
  }
  return true;
}

/// A few looks before a side goes to sleep, mostly none: so that it falls asleep at any moment of the peer's
/// loop, which is where notifications are lost.
inline bool dawdle(Random& random, auto has_news) {
  for (std::uint32_t looks = random.below(2) * random.below(256); looks > 0; --looks)
    if (has_news()) return true;
  return false;
}

}  // namespace kickpath::virtqueue::stress
