#include "results/metric.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath::results;

TEST_CASE("Five replicas have Student's interval with t = 2.776") {
  const std::vector<double> replicas{1, 2, 3, 4, 5};
  const Estimate estimate = summarize(replicas).value();
  CHECK(estimate.median == 3);
  CHECK(estimate.mean == 3);
  CHECK(estimate.n == 5);
  // s^2 = (4 + 1 + 0 + 1 + 4) / 4 = 2.5; half-width = 2.776445 * sqrt(2.5) / sqrt(5) = 2.776445 * 0.707107
  const double half = 2.776445 * std::sqrt(2.5 / 5);
  CHECK(estimate.ci95.value().lo == Approx(3 - half).epsilon(1e-6));
  CHECK(estimate.ci95.value().hi == Approx(3 + half).epsilon(1e-6));
  CHECK(estimate.cv.value() == Approx(std::sqrt(2.5) / 3));
}

TEST_CASE("Two replicas have t = 12.706, and nothing narrower") {
  const std::vector<double> replicas{10, 12};
  // s = sqrt(2); half-width = 12.7062 * sqrt(2) / sqrt(2)
  const Estimate estimate = summarize(replicas).value();
  CHECK(estimate.ci95.value().hi == Approx(11 + 12.7062).epsilon(1e-5));
}

TEST_CASE("The median of an even number is the mean of the middle two, in any order") {
  const std::vector<double> replicas{100, 1, 3, 2};
  CHECK(summarize(replicas).value().median == 2.5);
}

TEST_CASE("One replica has a value but no spread") {
  const std::vector<double> one{42};
  const Estimate estimate = summarize(one).value();
  CHECK(estimate.mean == 42);
  CHECK(estimate.median == 42);
  CHECK_FALSE(estimate.ci95);
  CHECK_FALSE(estimate.cv);
}

TEST_CASE("No replica has no estimate") { CHECK_FALSE(summarize({})); }

TEST_CASE("Equal replicas have exactly their value and an interval of no width") {
  const std::vector<double> replicas(7, 0.1);
  const Estimate estimate = summarize(replicas).value();
  CHECK(estimate.mean == 0.1);
  CHECK(estimate.ci95.value() == Interval{0.1, 0.1});
  CHECK(estimate.cv.value() == 0);
}

TEST_CASE("A spread around 0 has no relative size") {
  const std::vector<double> replicas{-1, 1};
  CHECK_FALSE(summarize(replicas).value().cv);
}

TEST_CASE("A small spread of large values is not lost") {
  const std::vector<double> replicas{1e9 + 1, 1e9 + 2, 1e9 + 3};  // s = 1
  CHECK(summarize(replicas).value().cv.value() == Approx(1 / (1e9 + 2)).epsilon(1e-9));
}
