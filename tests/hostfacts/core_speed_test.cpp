#include "hostfacts/core_speed.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "hostfacts/cpu_list.hpp"

using namespace kickpath;
using namespace kickpath::hostfacts;
using namespace std::chrono_literals;

TEST_CASE("A core that takes up to 7 % longer is calm") {
  CHECK(is_calm(1.0));
  CHECK(is_calm(1.07));
  CHECK(!is_calm(1.0701));
}

TEST_CASE("Nothing is known of cores that nobody looked at") {
  CoreSpeedWatch watch({}, 1ms);
  std::this_thread::sleep_for(5ms);
  CHECK(!watch.slowdown());
  CHECK(!wait_until_calm({}, 0ms, [] {}));
}

TEST_CASE("Own work on a core is no neighbour: a look preempts it") {
  const std::vector<CoreId> core{allowed_cores().front()};
  std::atomic<bool> has_to_stop = false;
  std::thread worker([&] {
    pin_thread(core);
    while (!has_to_stop) {
    }
  });
  CoreSpeedWatch watch(core, 1ms);
  std::this_thread::sleep_for(100ms);
  const auto slowdown = watch.slowdown();
  has_to_stop = true;
  worker.join();
  if (!slowdown) {
    WARN("skipped: this process may not have SCHED_FIFO");
    return;
  }
  // Half of the core, or slices of milliseconds, would make 20 us last for 40 us, or 4 ms.
  CHECK(*slowdown >= 1);
  CHECK(*slowdown < 20);
  watch.begin();
  std::this_thread::sleep_for(20ms);
  CHECK(watch.slowdown() >= 1.0);
}

TEST_CASE("Whoever waits for calm may be called away") {
  const std::vector<CoreId> core{allowed_cores().front()};
  CHECK_THROWS_AS(wait_until_calm(core, 10s, [] { throw std::runtime_error("enough"); }), std::runtime_error);
}
