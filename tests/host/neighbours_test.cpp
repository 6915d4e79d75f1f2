#include "host/neighbours.hpp"

#include <catch2/catch.hpp>

#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

namespace {

cost::CostProfile with_neighbours(double share, double slowdown, Duration dwell) {
  cost::CostProfile profile = profile_of({});
  profile.neighbours = {share, slowdown, 1, dwell};
  return profile;
}

/// What a thread gets done in `length`, alone on a core: the number of its steps of 1 us.
double steps_in(const cost::CostProfile& profile, Duration length, std::vector<Duration>* lengths = nullptr) {
  ScriptedHost machine(host_of(1), profile);
  double steps = 0;
  machine.task("worker", 0, [&](host::Task& self) {
    for (;;) {
      const Duration begun = machine.now();
      self.run_through(1_us);
      if (lengths != nullptr) lengths->push_back(machine.now() - begun);
      ++steps;
    }
  });
  machine.run_until(length);
  return steps;
}

}  // namespace

TEST_CASE("Neighbours slow a core down by turns, and leave it as fast as its profile says on average") {
  // 200 stays of either kind: the mean of 200 exponential stays is within 20 % of theirs, their share within 10 %.
  const double steps = steps_in(with_neighbours(0.5, 2, 500_us), 200_ms);
  CHECK(steps == Approx(200'000).epsilon(0.1));
}

TEST_CASE("A step takes one of two times: the slow one is longer by the slowdown") {
  std::vector<Duration> lengths;
  steps_in(with_neighbours(0.5, 2, 500_us), 20_ms, &lengths);
  // Undisturbed 1 / (1 - 0.5 + 0.5 / 2) = 4/3 of the average speed, slowed down 2/3 of it: 0.75 us and 1.5 us.
  const auto near = [](Duration length, Duration step) { return length >= step && length <= step + 2_ps; };
  std::size_t fast = 0, slow = 0;
  for (const Duration length : lengths) {
    fast += near(length, 750_ns);
    slow += near(length, 1500_ns);
  }
  CHECK(fast > 1000);
  CHECK(slow > 1000);
  CHECK(lengths.size() - fast - slow < 100);  // those in which the neighbour came or went
}

TEST_CASE("Without neighbours, or with some that are always there, a core has one speed") {
  for (const auto& [share, slowdown] : {std::pair{0.0, 2.0}, {1.0, 2.0}, {0.5, 1.0}})
    CHECK(steps_in(with_neighbours(share, slowdown, 500_us), 10_ms) == 10'000);
}

TEST_CASE("Work that is said as of a core to itself takes as much longer as computing does beside neighbours") {
  cost::CostProfile profile = profile_of({});
  profile.neighbours.computing = 1.5;
  CHECK(ScriptedHost(host_of(1), profile).host.work(10_us) == 15_us);
  CHECK(ScriptedHost(host_of(1), profile_of({})).host.work(10_us) == 10_us);
}
