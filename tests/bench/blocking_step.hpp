#pragma once
#include <cstdint>
#include <deque>
#include <fstream>
#include <string>
#include <unistd.h>

#include "direct_loop.hpp"
#include "engine/simulation.hpp"
#include "processor_time.hpp"
#include "reference_loop.hpp"

/// The blocking step: one delay of one actor among N that all sleep for pseudo-random times, in [1, 2) us.
/// The least is half the most, so that an actor rarely finds itself next: then the engine does not switch
/// fibers, and that is not what is to be measured.
namespace kickpath::bench {

class Sleeper {
 public:
  explicit Sleeper(std::uint64_t index) : state_(index * 0x9e3779b97f4a7c15u + 1) {}

  Duration next() {
    state_ = state_ * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;  // Knuth, MMIX
    return Duration{1'000'000 + static_cast<std::int64_t>(((state_ >> 44) * 1'000'000) >> 20)};
  }

 private:
  std::uint64_t state_;
};

template <class Run>
double ns_per_step(std::uint64_t steps, Run run) {
  const double begin = processor_ns();
  run();
  return (processor_ns() - begin) / static_cast<double>(steps);
}

inline double engine_step(std::uint64_t actors, std::uint64_t steps) {
  engine::Simulation simulation;
  std::uint64_t left = steps;
  for (std::uint64_t i = 0; i < actors; ++i)
    simulation.spawn("sleeper", [&, sleeper = Sleeper{i}]() mutable {
      for (; left > 0; --left) simulation.delay(sleeper.next());
      simulation.stop();
    });
  return ns_per_step(steps, [&] { simulation.run(); });
}

/// Of a hand-written loop: ReferenceLoop or DirectLoop.
template <class Loop>
double loop_step(std::uint64_t actors, std::uint64_t steps) {
  struct Actor {
    Loop& loop;
    std::uint64_t& left;
    Sleeper sleeper;
    static void body(void* argument) {
      Actor& self = *static_cast<Actor*>(argument);
      for (; self.left > 0; --self.left) self.loop.sleep(self.sleeper.next());
      self.loop.finish();
    }
  };
  Loop loop;
  std::uint64_t left = steps;
  std::deque<Actor> all;
  for (std::uint64_t i = 0; i < actors; ++i)
    loop.spawn(&Actor::body, &all.emplace_back(loop, left, Sleeper{i}));
  return ns_per_step(steps, [&] { loop.run(); });
}

/// Share of steps that need no switch, because nothing else is due meanwhile.
inline double share_without_switch(std::uint64_t actors, std::uint64_t steps) {
  engine::Simulation simulation;
  std::uint64_t left = steps, advanced = 0;
  for (std::uint64_t i = 0; i < actors; ++i)
    simulation.spawn("sleeper", [&, sleeper = Sleeper{i}]() mutable {
      for (; left > 0; --left) {
        const Duration d = sleeper.next();
        if (simulation.try_advance(d))
          ++advanced;
        else
          simulation.delay(d);
      }
      simulation.stop();
    });
  simulation.run();
  return static_cast<double>(advanced) / static_cast<double>(steps);
}

/// Resident memory of this process, in bytes (proc(5), statm).
inline double resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// What a blocked actor takes, stack included.
inline double bytes_per_actor(std::uint64_t actors) {
  engine::Simulation simulation;
  const double before = resident_bytes();
  for (std::uint64_t i = 0; i < actors; ++i)
    simulation.spawn("actor" + std::to_string(i), [&] { simulation.delay(Duration{1'000'000'000}); });
  simulation.run_until(Instant{Duration{1}});
  return (resident_bytes() - before) / static_cast<double>(actors);
}

}  // namespace kickpath::bench
