#include "engine/timer.hpp"

#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/simulation.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;

namespace {

Instant at(Duration d) { return Instant{d}; }

}  // namespace

TEST_CASE("A timer calls back at its date, once") {
  Simulation simulation;
  std::vector<Instant> calls;
  Timer timer{simulation, [&] { calls.push_back(simulation.now()); }};
  CHECK_FALSE(timer.is_armed());
  timer.arm(at(5_ns));
  CHECK(timer.is_armed());
  CHECK(timer.date() == at(5_ns));
  simulation.run_until(at(20_ns));
  CHECK(calls == std::vector{at(5_ns)});
  CHECK_FALSE(timer.is_armed());
}

TEST_CASE("A timer armed again calls back at the new date only") {
  const Duration again = GENERATE(Duration{3_ns}, Duration{8_ns});
  Simulation simulation;
  std::vector<Instant> calls;
  Timer timer{simulation, [&] { calls.push_back(simulation.now()); }};
  timer.arm(at(5_ns));
  timer.arm(at(again));
  simulation.run_until(at(20_ns));
  CHECK(calls == std::vector{at(again)});
}

TEST_CASE("A cancelled timer does not call back, also when cancelled at its very date") {
  Simulation simulation;
  std::string calls;
  Timer second{simulation, [&] { calls += '2'; }};
  Timer first{simulation, [&] {
                calls += '1';
                second.cancel();
              }};
  first.arm(at(5_ns));
  second.arm(at(5_ns));
  simulation.run();
  CHECK(calls == "1");
}

TEST_CASE("A timer may arm itself: a tick") {
  Simulation simulation;
  int ticks = 0;
  std::unique_ptr<Timer> tick;
  tick = std::make_unique<Timer>(simulation, [&] {
    ++ticks;
    tick->arm(simulation.now() + 4_ms);
  });
  tick->arm(at(4_ms));
  simulation.run_until(at(20_ms));  // 4, 8, 12, 16, 20
  CHECK(ticks == 5);
  simulation.run_until(at(24_ms - 1_ps));
  CHECK(ticks == 5);
  simulation.run_until(at(24_ms));
  CHECK(ticks == 6);
}

TEST_CASE("A timer armed for now calls back after what is already due") {
  Simulation simulation;
  std::string order;
  Timer timer{simulation, [&] { order += 't'; }};
  simulation.spawn("a", [&] {
    timer.arm(simulation.now());
    order += 'a';
  });
  simulation.spawn("b", [&] { order += 'b'; });
  simulation.spawn("c", [&] { simulation.delay(1_ns); });
  simulation.run();
  CHECK(order == "abt");
}

TEST_CASE("A timer that is gone does not call back, and another may take its place") {
  Simulation simulation;
  std::string calls;
  auto gone = std::make_unique<Timer>(simulation, [&] { calls += 'g'; });
  gone->arm(at(5_ns));
  gone.reset();
  Timer timer{simulation, [&] { calls += 't'; }};
  CHECK_FALSE(timer.is_armed());
  timer.arm(at(7_ns));
  simulation.run_until(at(6_ns));
  CHECK(calls.empty());
  simulation.run_until(at(7_ns));
  CHECK(calls == "t");
}

TEST_CASE("A timer's callback wakes an actor and spawns another") {
  Simulation simulation;
  std::string order;
  Actor& sleeper = simulation.spawn("sleeper", [&] {
    simulation.current().park("the timer");
    order += 's';
    simulation.delay(1_ns);
  });
  Timer timer{simulation, [&] {
                sleeper.unpark();
                simulation.spawn("new", [&] { order += 'n'; });
              }};
  timer.arm(at(2_ns));
  simulation.run();
  CHECK(order == "sn");
  CHECK(simulation.now() == at(3_ns));
}

TEST_CASE("A timer that is cancelled a million times never calls") {
  Simulation simulation;
  int calls = 0;
  Timer timeout{simulation, [&] { ++calls; }};
  simulation.spawn("a", [&] {
    for (int i = 0; i < 1'000'000; ++i) {
      timeout.arm(simulation.now() + 1_s);
      simulation.delay(1_ns);
      timeout.cancel();
    }
  });
  simulation.run();
  CHECK(simulation.now() == at(1_ms));
  CHECK(calls == 0);
}
