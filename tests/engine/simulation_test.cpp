#include "engine/simulation.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/timer.hpp"
#include "engine/wait_queue.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;

namespace {

Instant at(Duration d) { return Instant{d}; }

using Journal = std::vector<std::pair<Instant, int>>;

/// Actors of random steps that meet in a queue: who did something, and when.
Journal random_meeting(std::uint64_t seed) {
  Simulation simulation{seed};
  WaitQueue queue{simulation, "the others"};
  Journal journal;
  for (int id = 0; id < 20; ++id)
    simulation.spawn("actor", [&, id, random = simulation.random("actor" + std::to_string(id))]() mutable {
      for (int step = 0; step < 100; ++step) {
        simulation.delay(random.uniform(0_ps, 50_ps));
        if (random.uniform() < 0.3) queue.notify_one();
        if (random.uniform() < 0.3) queue.wait_until(simulation.now() + random.uniform(0_ps, 90_ps));
        journal.emplace_back(simulation.now(), id);
      }
    });
  simulation.run();
  return journal;
}

}  // namespace

TEST_CASE("A run ends at its end to the picosecond, and goes on from there") {
  Simulation simulation;
  std::vector<Instant> steps;
  simulation.spawn("a", [&] {
    for (;;) {
      simulation.delay(10_ns);
      steps.push_back(simulation.now());
    }
  });
  simulation.run_until(at(10_ns - 1_ps));
  CHECK(simulation.now() == at(10_ns - 1_ps));
  CHECK(steps.empty());
  simulation.run_until(at(10_ns));
  CHECK(steps == std::vector{at(10_ns)});
  simulation.run_until(at(10_ns));
  simulation.run_until(at(39_ns));
  CHECK(simulation.now() == at(39_ns));
  CHECK(steps == std::vector{at(10_ns), at(20_ns), at(30_ns)});
}

TEST_CASE("Hours pass without losing a picosecond") {
  Simulation simulation;
  Instant woken{};
  simulation.spawn("a", [&] {
    simulation.delay(36'000_s + 1_ps);
    woken = simulation.now();
    simulation.delay(1_s);
  });
  simulation.run_until(at(36'000_s));
  CHECK(simulation.now() == at(36'000_s));
  CHECK(woken == Instant{});
  simulation.run_until(at(36'000_s + 1_ps));
  CHECK(woken == at(36'000_s + 1_ps));
}

TEST_CASE("A run without anything to do comes to its end") {
  Simulation simulation;
  simulation.run();
  CHECK(simulation.now() == at(0_ns));
  simulation.run_until(at(3_us));
  CHECK(simulation.now() == at(3_us));
}

TEST_CASE("A run that is stopped returns after the current event and can go on") {
  Simulation simulation;
  std::string order;
  simulation.spawn("a", [&] {
    simulation.delay(5_ns);
    simulation.stop();
    order += 'a';
    simulation.delay(5_ns);
    order += 'A';
  });
  simulation.spawn("b", [&] {
    simulation.delay(5_ns);
    order += 'b';
  });
  simulation.run_until(at(1_us));
  CHECK(simulation.now() == at(5_ns));
  CHECK(order == "a");
  simulation.run();
  CHECK(simulation.now() == at(10_ns));
  CHECK(order == "abA");
}

TEST_CASE("A run is over when all actors that count have ended") {
  Simulation simulation;
  int ticks = 0;
  simulation.spawn(
      "daemon",
      [&] {
        for (;; ++ticks) simulation.delay(10_ns);
      },
      Lifetime::daemon);
  simulation.spawn("a", [&] { simulation.delay(25_ns); });
  simulation.spawn("b", [&] { simulation.delay(35_ns); });
  simulation.run_until(at(1_us));
  CHECK(simulation.now() == at(35_ns));
  CHECK(ticks == 3);
}

TEST_CASE("The same seed gives the same run, another seed another") {
  const Journal journal = random_meeting(5);
  CHECK(journal.size() == 2000);
  CHECK(random_meeting(5) == journal);
  CHECK(random_meeting(6) != journal);
}

TEST_CASE("Simulations follow each other in one process, each beginning at zero") {
  for (int i = 0; i < 100; ++i) {
    Simulation simulation;
    CHECK(simulation.now() == Instant{});
    simulation.spawn("a", [&] { simulation.delay(1'234_ps); });
    simulation.run();
    CHECK(simulation.now() == at(1'234_ps));
  }
}

TEST_CASE("A simulation follows one that failed") {
  {
    Simulation simulation;
    simulation.spawn("a", [] { throw 1; });
    CHECK_THROWS_AS(simulation.run(), SimulationError);
  }
  Simulation simulation;
  simulation.spawn("a", [&] { simulation.delay(1_ns); });
  simulation.run();
  CHECK(simulation.now() == at(1_ns));
}
