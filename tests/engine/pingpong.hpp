#pragma once
#include <cstdint>
#include <vector>

#include "engine/simulation.hpp"
#include "engine/wait_queue.hpp"

/// The oracle workload that every event engine must agree on: each of N producers thinks, posts an item to
/// one consumer and waits until it has been served, first come first served. Think times are uniform in [1, 1
/// + 2 N 125) ns by an integer generator, so that any engine can reproduce them to the picosecond; the
/// consumer is busy less than 80 % of the time.
namespace kickpath::pingpong {

constexpr Duration service{100'000};

class Thinker {
 public:
  Thinker(std::uint32_t index, std::uint32_t producers)
      : state_(index + 1), range_ps_(std::uint64_t{2} * producers * 125'000) {}

  Duration think() {
    state_ = state_ * 1'664'525u + 1'013'904'223u;  // Numerical Recipes, "ranqd1"
    return Duration{static_cast<std::int64_t>(1'000 + (((state_ >> 4) * range_ps_) >> 28))};
  }

 private:
  std::uint32_t state_;
  std::uint64_t range_ps_;
};

/// Mean time from post to served, in ns, over items / producers items of each producer.
inline double mean_sojourn(std::uint32_t producers, std::uint64_t items) {
  engine::Simulation simulation;
  engine::WaitQueue posted{simulation, "an item"};
  std::vector<engine::Actor*> waiting;
  std::size_t served = 0;
  Duration sojourn{};
  simulation.spawn(
      "consumer",
      [&] {
        for (;;) {
          while (served == waiting.size()) posted.wait();
          simulation.delay(service);
          waiting[served++]->unpark();
          if (served == waiting.size()) {
            waiting.clear();
            served = 0;
          }
        }
      },
      engine::Lifetime::daemon);
  for (std::uint32_t i = 0; i < producers; ++i)
    simulation.spawn("producer", [&, thinker = Thinker{i, producers}]() mutable {
      for (std::uint64_t left = items / producers; left > 0; --left) {
        simulation.delay(thinker.think());
        const Instant start = simulation.now();
        waiting.push_back(&simulation.current());
        posted.notify_one();
        simulation.current().park("its item");
        sojourn += simulation.now() - start;
      }
    });
  simulation.run();
  return to_nanoseconds(sojourn) / static_cast<double>(items / producers * producers);
}

}  // namespace kickpath::pingpong
