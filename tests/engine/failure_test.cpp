#include <memory>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "engine/simulation.hpp"
#include "engine/timer.hpp"
#include "engine/wait_queue.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;
using Catch::Matchers::Equals;

namespace {

Instant at(Duration d) { return Instant{d}; }

template <class Error>
std::string error_of_run(Simulation& simulation) {
  try {
    simulation.run();
  } catch (const Error& error) {
    return error.what();
  }
  return "no such error";
}

}  // namespace

TEST_CASE("Dates are told in microseconds, exactly") {
  CHECK(to_text(at(0_ps)) == "0 us");
  CHECK(to_text(at(1_ps)) == "0.000001 us");
  CHECK(to_text(at(12'345_ns)) == "12.345 us");
  CHECK(to_text(at(2_s)) == "2000000 us");
}

TEST_CASE("An exception that leaves an actor stops the run and tells when and where") {
  Simulation simulation;
  simulation.spawn("vm0/vcpu0", [&] {
    simulation.delay(12'345_ns);
    throw std::out_of_range("no such queue");
  });
  simulation.spawn("vm0/vcpu1", [&] {
    simulation.delay(20_us);
    FAIL("the run went on");
  });
  CHECK_THAT(error_of_run<SimulationError>(simulation), Equals("at 12.345 us, in vm0/vcpu0: no such queue"));
  CHECK(simulation.now() == at(12'345_ns));
}

TEST_CASE("The exception that left the actor is nested in the error") {
  Simulation simulation;
  simulation.spawn("a", [] { throw std::out_of_range("no such queue"); });
  try {
    simulation.run();
    FAIL("no error");
  } catch (const SimulationError& error) {
    CHECK_THROWS_AS(std::rethrow_if_nested(error), std::out_of_range);
  }
}

TEST_CASE("What is no std::exception is told too") {
  Simulation simulation;
  simulation.spawn("a", [] { throw 42; });
  CHECK_THAT(error_of_run<SimulationError>(simulation),
             Equals("at 0 us, in a: an exception that is no std::exception"));
}

TEST_CASE("An exception thrown and caught within an actor is its own affair") {
  Simulation simulation;
  simulation.spawn("a", [&] {
    try {
      simulation.delay(1_ns);
      throw std::runtime_error("mine");
    } catch (const std::runtime_error&) {
    }
    simulation.delay(1_ns);
  });
  simulation.run();
  CHECK(simulation.now() == at(2_ns));
}

TEST_CASE("A broken invariant tells when and in which actor") {
  Simulation simulation;
  simulation.spawn("iothread", [&] {
    simulation.delay(3_ns);
    check_invariant(1 + 1 == 2, "arithmetic");
    check_invariant(1 + 1 == 3, "more served than posted");
  });
  CHECK_THAT(error_of_run<SimulationError>(simulation),
             Equals("at 0.003 us, in iothread: broken invariant: more served than posted"));
}

TEST_CASE("A broken invariant in a timer's callback tells when") {
  Simulation simulation;
  Timer timer{simulation, [] { check_invariant(false, "a late tick"); }};
  timer.arm(at(4_ns));
  CHECK_THAT(error_of_run<SimulationError>(simulation), Equals("at 0.004 us: broken invariant: a late tick"));
}

TEST_CASE("Misuse is a broken invariant") {
  Simulation simulation;
  Actor& other = simulation.spawn("other", [&] { simulation.delay(1_us); });
  SECTION("to unpark an actor that is not parked") {
    simulation.spawn("a", [&] { other.unpark(); });
  }
  SECTION("to park another actor") {
    simulation.spawn("a", [&] { other.park("no reason"); });
  }
  SECTION("to wait for less than nothing") {
    simulation.spawn("a", [&] { simulation.delay(-1_ps); });
  }
  SECTION("to arm a timer for the past") {
    simulation.spawn("a", [&] {
      Timer timer{simulation, [] {}};
      simulation.delay(1_ns);
      timer.arm(at(0_ns));
    });
  }
  SECTION("to start a second simulation") {
    simulation.spawn("a", [] { Simulation second; });
  }
  SECTION("to run from inside a run") {
    simulation.spawn("a", [&] { simulation.run(); });
  }
  CHECK_THROWS_AS(simulation.run(), SimulationError);
}

TEST_CASE("A timer's callback may not block") {
  Simulation simulation;
  Timer timer{simulation, [&] { simulation.delay(1_ns); }};
  timer.arm(at(1_ns));
  CHECK_THROWS_AS(simulation.run(), SimulationError);
}

TEST_CASE("A deadlock lists who waits for what since when") {
  Simulation simulation;
  WaitQueue kicks{simulation, "a kick"};
  simulation.spawn("vm0/vcpu0", [&] { simulation.current().park("an interrupt"); });
  simulation.spawn(
      "daemon", [&] { kicks.wait(); }, Lifetime::daemon);
  simulation.spawn("vm0/iothread", [&] {
    simulation.delay(1'500_ns);
    kicks.wait();
  });
  CHECK_THAT(error_of_run<Deadlock>(simulation),
             Equals("at 1.5 us: deadlock, 2 blocked and nothing left to wake them:\n"
                    "  vm0/vcpu0 waits for an interrupt since 0 us\n"
                    "  vm0/iothread waits for a kick since 1.5 us"));
}

TEST_CASE("A deadlock is found before the end of the run comes") {
  Simulation simulation;
  simulation.spawn("a", [&] { simulation.current().park("godot"); });
  CHECK_THROWS_AS(simulation.run_until(at(1_s)), Deadlock);
  CHECK(simulation.now() == at(0_s));
}

TEST_CASE("Blocked daemons are no deadlock") {
  Simulation simulation;
  simulation.spawn(
      "server", [&] { simulation.current().park("work"); }, Lifetime::daemon);
  SECTION("beside an actor that ends") {
    simulation.spawn("client", [&] { simulation.delay(1_ns); });
    simulation.run();
    CHECK(simulation.now() == at(1_ns));
  }
  SECTION("alone") {
    simulation.run_until(at(5_ns));
    CHECK(simulation.now() == at(5_ns));
  }
}

TEST_CASE("Actors that live at the end are unwound, last spawned first") {
  struct Note {
    std::string& text;
    char letter;
    ~Note() { text += letter; }
  };
  std::string unwound;
  {
    Simulation simulation;
    WaitQueue queue{simulation, "nothing"};
    const auto captured = std::make_shared<int>(1);
    simulation.spawn("a", [&, captured] {
      Note note{unwound, 'a'};
      simulation.current().park("nothing");
    });
    simulation.spawn("b", [&] {
      Note note{unwound, 'b'};
      queue.wait();
    });
    simulation.spawn("c", [&] {
      Note note{unwound, 'c'};
      simulation.delay(1_s);
    });
    simulation.run_until(at(1_ns));
    simulation.spawn("d, which never starts", [&] { unwound += 'd'; });
    CHECK(unwound.empty());
    CHECK(captured.use_count() == 2);
  }
  CHECK(unwound == "cba");
}

TEST_CASE("A destructor that wakes others does no harm while all are unwound") {
  struct WakesOnExit {
    Actor& other;
    ~WakesOnExit() { other.unpark(); }
  };
  bool was_resumed = false;
  {
    Simulation simulation;
    Actor& sleeper = simulation.spawn("sleeper", [&] {
      simulation.current().park("nothing");
      was_resumed = true;
    });
    simulation.spawn("waker", [&] {
      WakesOnExit on_exit{sleeper};
      simulation.current().park("nothing");
    });
    CHECK_THROWS_AS(simulation.run(), Deadlock);
  }
  CHECK_FALSE(was_resumed);
}
