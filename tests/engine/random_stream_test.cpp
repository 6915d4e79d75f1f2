#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/simulation.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;

namespace {

constexpr int draws = 200'000;

template <class Draw>
double mean_of(Draw draw) {
  double sum = 0;
  for (int i = 0; i < draws; ++i) sum += draw();
  return sum / draws;
}

double ns(Duration d) { return to_nanoseconds(d); }

}  // namespace

TEST_CASE("A stream depends on the seed and its name, on nothing else") {
  Simulation simulation{42};
  RandomStream arrivals = simulation.random("arrivals");
  RandomStream service = simulation.random("service");
  const auto first = arrivals.bits();
  CHECK(simulation.random("arrivals").bits() == first);
  CHECK(service.bits() != first);
  CHECK(RandomStream(42, "arrivals").bits() == first);
  CHECK(RandomStream(43, "arrivals").bits() != first);
}

TEST_CASE("The first values of a stream are pinned") {
  RandomStream random{1, "arrivals"};
  CHECK(random.bits() == 7'232'479'601'932'914'702u);
  CHECK(random.uniform() == 0.2815805241496383);
  CHECK(random.exponential(5_us) == 679'704_ps);
  CHECK(random.uniform(1_us, 3_us) == 2'451'363_ps);
  CHECK(random.lognormal(5_us, 0.3) == 8'461'157_ps);
}

TEST_CASE("Uniform numbers lie in [0, 1) around one half") {
  RandomStream random{1, "uniform"};
  double least = 1, most = 0;
  const double mean = mean_of([&] {
    const double x = random.uniform();
    least = std::min(least, x);
    most = std::max(most, x);
    return x;
  });
  CHECK(least >= 0);
  CHECK(most < 1);
  // standard error 0.2887 / sqrt(200000) = 0.00065; five of them
  CHECK(mean == Approx(0.5).margin(0.0033));
}

TEST_CASE("Uniform durations reach both bounds") {
  RandomStream random{1, "bounds"};
  std::vector<int> seen(4);
  for (int i = 0; i < 1000; ++i) ++seen.at(static_cast<std::size_t>(random.uniform(2_ps, 5_ps).count() - 2));
  for (const int count : seen) CHECK(count > 150);  // 250 expected, standard deviation 14
}

TEST_CASE("Exponential durations have their mean, and e^-1 of them are longer") {
  RandomStream random{1, "exponential"};
  int longer = 0;
  const double mean = mean_of([&] {
    const Duration d = random.exponential(5_us);
    CHECK(d >= 0_ps);
    longer += d > 5_us;
    return ns(d);
  });
  CHECK(mean == Approx(5000).margin(5 * 5000 / std::sqrt(draws)));
  CHECK(static_cast<double>(longer) / draws == Approx(std::exp(-1)).margin(0.0055));
}

TEST_CASE("Lognormal durations have their median, and sigma 0 makes them all alike") {
  RandomStream random{1, "lognormal"};
  int longer = 0;
  const double mean_of_logarithm = mean_of([&] {
    const Duration d = random.lognormal(5_us, 0.3);
    longer += d > 5_us;
    return std::log(ns(d) / 5000);
  });
  CHECK(static_cast<double>(longer) / draws == Approx(0.5).margin(0.0056));
  CHECK(mean_of_logarithm == Approx(0).margin(5 * 0.3 / std::sqrt(draws)));
  CHECK(random.lognormal(5_us, 0) == 5_us);
}

TEST_CASE("A law without sense is a broken invariant") {
  RandomStream random{1, "misuse"};
  CHECK_THROWS_AS(random.uniform(2_ns, 1_ns), SimulationError);
  CHECK_THROWS_AS(random.exponential(-1_ns), SimulationError);
  CHECK_THROWS_AS(random.lognormal(1_ns, -0.1), SimulationError);
}
