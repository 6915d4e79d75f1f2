#include "server/alarm_clock.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// QEMU's one alarm for all timers, rearmed no closer than 250 us.
namespace {

struct Bench {
  Bench() : machine(host_of(1), ps::profile()), clock(machine.simulation, 250_us, [this] { clock.turn(); }) {
    timer = clock.make_timer([this] { expired.push_back(machine.now()); });
  }

  /// Something happens at `date`.
  void at(Duration date, std::function<void()> what) {
    auto& event = events.emplace_back(std::make_unique<engine::Timer>(machine.simulation, std::move(what)));
    event->arm(Instant{date});
  }
  /// At `date` the timer is armed for 150 us later.
  void arm_at(Duration date) {
    at(date, [this, date] { timer->arm(Instant{date + 150_us}); });
  }
  std::vector<Duration> run() {
    machine.run_until(10_ms);
    return expired;
  }

  ScriptedHost machine;
  server::AlarmClock clock;  ///< the loop, which sleeps otherwise, takes a turn when it rings
  std::unique_ptr<server::LoopTimer> timer;
  std::vector<std::unique_ptr<engine::Timer>> events;
  std::vector<Duration> expired;
};

}  // namespace

TEST_CASE("A timer of less than the alarm's floor expires at the floor, one of more on its date") {
  for (const auto& [length, date] : {std::pair{249_us, 250_us}, std::pair{251_us, 251_us}}) {
    Bench bench;
    bench.at(1_ms, [&bench, after = 1_ms + length] { bench.timer->arm(Instant{after}); });
    CHECK(bench.run() == std::vector{1_ms + date});
  }
}

TEST_CASE("A turn of the loop that something else caused runs what has expired by then, and nothing else") {
  Bench bench;
  bench.arm_at(1_ms);
  bench.at(1_ms + 149_us, [&] { bench.clock.turn(); });
  bench.at(1_ms + 151_us, [&] { bench.clock.turn(); });
  CHECK(bench.run() == std::vector{1_ms + 151_us});
}

TEST_CASE(
    "A timer armed again within 100 us of a beat of the alarm expires at the next, later at the one after") {
  // Beats at 1 ms + 250, 500, 750 us: the alarm is rearmed with the expired timer still in line.
  for (const auto& [again, date] : {std::pair{100_us, 500_us}, std::pair{101_us, 750_us}}) {
    Bench bench;
    bench.arm_at(1_ms);
    bench.arm_at(1_ms + 250_us + again);
    CHECK(bench.run() == std::vector{1_ms + 250_us, 1_ms + date});
  }
}

TEST_CASE("The alarm of a timer that is gone still rings, and one that rings sooner is not put off") {
  Bench bench;
  bench.arm_at(1_ms);  // rings at 1 ms + 250 us
  bench.at(1_ms + 10_us, [&] { bench.timer->cancel(); });
  bench.arm_at(1_ms + 90_us);  // for 240 us; its own alarm would ring at 340 us
  CHECK(bench.run() == std::vector{1_ms + 250_us});
}

TEST_CASE("Timers that share the alarm expire in the order of their dates, in one turn") {
  Bench bench;
  const auto other = bench.clock.make_timer([&] { bench.expired.push_back(0_us); });
  bench.arm_at(1_ms);
  bench.at(1_ms + 1_us, [&] { other->arm(Instant{1_ms + 20_us}); });
  CHECK(bench.run() == std::vector{0_us, 1_ms + 250_us});
}
