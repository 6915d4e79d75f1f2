#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/simulation.hpp"
#include "engine/timer.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;

namespace {

Instant at(Duration d) { return Instant{d}; }

}  // namespace

TEST_CASE("Actors start in the order in which they were spawned, after what is already due") {
  Simulation simulation;
  std::string order;
  simulation.spawn("a", [&] {
    simulation.spawn("c", [&] { order += 'c'; });
    order += 'a';
  });
  simulation.spawn("b", [&] { order += 'b'; });
  simulation.run();
  CHECK(order == "abc");
}

TEST_CASE("An actor that is delayed to the date of another goes on after it") {
  Simulation simulation;
  std::string order;
  simulation.spawn("first", [&] {
    simulation.delay(5_ns);
    order += '1';
  });
  simulation.spawn("second", [&] {
    simulation.delay(2_ns);
    simulation.delay(3_ns);
    order += '2';
  });
  simulation.run();
  CHECK(order == "12");
  CHECK(simulation.now() == at(5_ns));
}

TEST_CASE("A delay of zero lets what is due now go first") {
  Simulation simulation;
  std::string order;
  simulation.spawn("a", [&] {
    simulation.delay(0_ns);
    order += 'a';
  });
  simulation.spawn("b", [&] { order += 'b'; });
  simulation.run();
  CHECK(order == "ba");
}

TEST_CASE("An actor alone advances without blocking, and never onto somebody else's date") {
  Simulation simulation;
  std::vector<bool> advanced;
  Timer timer{simulation, [] {}};
  simulation.spawn("a", [&] {
    advanced.push_back(simulation.try_advance(4_ns));  // to 4 ns
    timer.arm(at(10_ns));
    advanced.push_back(simulation.try_advance(6_ns));         // to 10 ns: no
    advanced.push_back(simulation.try_advance(6_ns - 1_ps));  // to 9.999 ns
    CHECK(simulation.now() == at(10_ns - 1_ps));
  });
  simulation.run();
  CHECK(advanced == std::vector{true, false, true});
}

TEST_CASE("An actor advances up to the end of the run and not beyond") {
  Simulation simulation;
  std::vector<bool> advanced;
  simulation.spawn("a", [&] {
    advanced.push_back(simulation.try_advance(10_ns + 1_ps));
    advanced.push_back(simulation.try_advance(10_ns));
    simulation.stop();
    advanced.push_back(simulation.try_advance(0_ns));
  });
  simulation.run_until(at(10_ns));
  CHECK(advanced == std::vector{false, true, false});
}

TEST_CASE("A parked actor goes on at the date of its unpark") {
  Simulation simulation;
  Actor& sleeper = simulation.spawn("sleeper", [&] {
    simulation.current().park("a wake-up");
    CHECK(simulation.now() == at(7_ns));
  });
  simulation.spawn("waker", [&] {
    simulation.delay(7_ns);
    CHECK(sleeper.is_parked());
    sleeper.unpark();
    CHECK_FALSE(sleeper.is_parked());
    sleeper.unpark();  // no effect while the first is pending
  });
  simulation.run();
  CHECK(sleeper.has_ended());
}

TEST_CASE("Actors go on in the order of their unparks") {
  Simulation simulation;
  std::string order;
  auto body = [&](char c) {
    return [&simulation, &order, c] {
      simulation.current().park("a wake-up");
      order += c;
    };
  };
  Actor& a = simulation.spawn("a", body('a'));
  Actor& b = simulation.spawn("b", body('b'));
  simulation.spawn("waker", [&] {
    b.unpark();
    a.unpark();
    order += 'w';
  });
  simulation.run();
  CHECK(order == "wba");
}

// The deadline of the sleeper is 10 ns.
TEST_CASE("An unpark wins 1 ps before the deadline, the deadline 1 ps before the unpark") {
  const auto [unpark_date, is_unparked, woken_at] = GENERATE(
      table<Duration, bool, Duration>({{10_ns - 1_ps, true, 10_ns - 1_ps}, {10_ns + 1_ps, false, 10_ns}}));
  Simulation simulation;
  bool was_unparked = !is_unparked;
  Actor& sleeper = simulation.spawn("sleeper", [&, until = at(woken_at)] {
    was_unparked = simulation.current().park_until(at(10_ns), "a wake-up");
    CHECK(simulation.now() == until);
  });
  simulation.spawn("waker", [&, after = unpark_date] {
    simulation.delay(after);
    if (sleeper.is_parked()) sleeper.unpark();
  });
  simulation.run();
  CHECK(was_unparked == is_unparked);
}

TEST_CASE("At the very date of the deadline, what was asked for first wins") {
  Simulation simulation;
  bool was_unparked = false;
  Actor* sleeper = nullptr;
  simulation.spawn("early waker", [&] {  // asks for 10 ns before the sleeper does
    simulation.delay(10_ns);
    sleeper->unpark();
  });
  sleeper = &simulation.spawn(
      "sleeper", [&] { was_unparked = simulation.current().park_until(at(10_ns), "a wake-up"); });
  simulation.spawn("late waker", [&] {  // after it, and finds it woken
    simulation.delay(10_ns);
    CHECK_FALSE(sleeper->is_parked());
  });
  simulation.run();
  CHECK(was_unparked);
}

TEST_CASE("A deadline that has passed lets what is due go first, and is no unpark") {
  Simulation simulation;
  std::string order;
  simulation.spawn("a", [&] {
    simulation.delay(5_ns);
    simulation.spawn("b", [&] { order += 'b'; });
    CHECK_FALSE(simulation.current().park_until(at(3_ns), "nothing"));
    CHECK(simulation.now() == at(5_ns));
    order += 'a';
  });
  simulation.run();
  CHECK(order == "ba");
}

TEST_CASE("The cancelled deadline of an earlier wait does not end a later one") {
  Simulation simulation;
  Actor& sleeper = simulation.spawn("sleeper", [&] {
    CHECK(simulation.current().park_until(at(10_ns), "the first"));
    CHECK(simulation.current().park_until(at(20_ns), "the second"));
    CHECK(simulation.now() == at(15_ns));
  });
  simulation.spawn("waker", [&] {
    simulation.delay(5_ns);
    sleeper.unpark();
    simulation.delay(10_ns);
    sleeper.unpark();
  });
  simulation.run();
}

TEST_CASE("Ten thousand short actors take turns on the stacks of those before them") {
  Simulation simulation;
  std::size_t ended = 0;
  simulation.spawn("parent", [&] {
    for (int i = 0; i < 10'000; ++i) {
      simulation.spawn("child", [&] { ++ended; });
      simulation.delay(1_ns);
    }
  });
  simulation.run();
  CHECK(ended == 10'000);
}
