#include "engine/wait_queue.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "engine/simulation.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;

namespace {

Instant at(Duration d) { return Instant{d}; }

struct Bench {
  Simulation simulation;
  WaitQueue queue{simulation, "a kick"};
  std::string order;

  void spawn_waiter(char letter) {
    simulation.spawn(std::string(1, letter), [this, letter] {
      queue.wait();
      order += letter;
    });
  }
  // `timeout` in lower case, notification in upper case.
  void spawn_waiter_until(char letter, Instant deadline) {
    simulation.spawn(std::string(1, letter), [this, letter, deadline] {
      order += queue.wait_until(deadline) ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
  }
};

}  // namespace

TEST_CASE("Waiters are woken in the order of their coming") {
  Bench bench;
  for (const char letter : {'a', 'b', 'c'}) bench.spawn_waiter(letter);
  bench.simulation.spawn("waker", [&] {
    CHECK(bench.queue.notify_one());
    bench.simulation.delay(1_ns);
    CHECK(bench.order == "a");
    CHECK(bench.queue.notify_all() == 2);
    CHECK(bench.queue.empty());
    CHECK_FALSE(bench.queue.notify_one());
    CHECK(bench.queue.notify_all() == 0);
  });
  bench.simulation.run();
  CHECK(bench.order == "abc");
}

TEST_CASE("A waiter is notified until 1 ps before its deadline") {
  Bench bench;
  bench.spawn_waiter_until('a', at(10_ns));
  bench.simulation.spawn("waker", [&] {
    bench.simulation.delay(10_ns - 1_ps);
    CHECK(bench.queue.notify_one());
  });
  bench.simulation.run();
  CHECK(bench.order == "A");
  CHECK(bench.simulation.now() == at(10_ns - 1_ps));
}

TEST_CASE("A waiter that timed out is out of the queue, from the deadline on") {
  Bench bench;
  bench.spawn_waiter_until('a', at(10_ns));
  bench.simulation.spawn("waker", [&] {  // comes to 10 ns after the deadline, which was asked for earlier
    bench.simulation.delay(10_ns);
    CHECK(bench.queue.empty());
    CHECK_FALSE(bench.queue.notify_one());
  });
  bench.simulation.run();
  CHECK(bench.order == "a");
}

TEST_CASE("A timeout in the middle leaves the others in order") {
  Bench bench;
  bench.spawn_waiter('a');
  bench.spawn_waiter_until('b', at(5_ns));
  bench.spawn_waiter('c');
  bench.spawn_waiter_until('d', at(6_ns));
  bench.simulation.spawn("waker", [&] {
    bench.simulation.delay(7_ns);
    CHECK(bench.queue.notify_all() == 2);
  });
  bench.simulation.run();
  CHECK(bench.order == "bdac");
}

TEST_CASE("A waiter unparked past its queue is a broken invariant") {
  Bench bench;
  Actor& waiter = bench.simulation.spawn("a", [&] { bench.queue.wait(); });
  bench.simulation.spawn("waker", [&] { waiter.unpark(); });
  CHECK_THROWS_AS(bench.simulation.run(), SimulationError);
}
