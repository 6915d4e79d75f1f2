#include "compare/boundaries.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <catch2/catch.hpp>

#include "compare/normal.hpp"
#include "compare/stopped_walk.hpp"

using namespace kickpath::compare;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> equal_looks(unsigned count, Spending spending) {
  std::vector<double> information, fractions;
  for (unsigned k = 1; k <= count; ++k) {
    information.push_back(20.0 * k);
    fractions.push_back(static_cast<double>(k) / count);
  }
  return boundaries(information, fractions, spending, 0.05);
}

void check_bounds(const std::vector<double>& computed, const std::vector<double>& published, double digit) {
  REQUIRE(computed.size() == published.size());
  for (std::size_t k = 0; k < published.size(); ++k) CHECK(computed[k] == Approx(published[k]).margin(digit));
}

/// Probability that z ever leaves -bound[k] to bound[k].
double risk(const std::vector<double>& bounds, unsigned step) {
  StoppedWalk walk(static_cast<double>(bounds.size()) / static_cast<double>(bounds.size() - 1));
  double left = 0;
  for (std::size_t k = 0; k < bounds.size(); ++k) {
    const double n = step * static_cast<double>(k + 1);
    left += walk.above(n, bounds[k]) + walk.below(n, -bounds[k]);
    walk.go_on(n, {-bounds[k], bounds[k]});
  }
  return left;
}

}  // namespace

// As computed by rpact and gsDesign (asOF, sfLDOF: one-sided 0.025, three looks), to the four digits there.
TEST_CASE("O'Brien-Fleming-like spending gives the published boundaries of three looks") {
  check_bounds(equal_looks(3, Spending::obrien_fleming), {3.7103, 2.5114, 1.9930}, 6e-5);
}

// Reboussin, DeMets, Kim & Lan, Controlled Clinical Trials 21 (2000) 190-207 (figures from memory).
TEST_CASE("O'Brien-Fleming-like spending gives the published boundaries of five looks") {
  check_bounds(equal_looks(5, Spending::obrien_fleming), {4.877, 3.357, 2.680, 2.290, 2.031}, 6e-4);
}

// The same (figures from memory).
TEST_CASE("Pocock-like spending gives the published boundaries of five looks") {
  check_bounds(equal_looks(5, Spending::pocock), {2.438, 2.427, 2.410, 2.397, 2.386}, 6e-4);
}

// Jennison & Turnbull (2000), tables 2.1 and 2.3: C_P(5, 0.05) = 2.413 at each look, C_B(5, 0.05) = 2.040
// times sqrt(5 / k) (figures from memory). Half of the last digit moves the risk by about 1e-4.
TEST_CASE("Pocock's and O'Brien & Fleming's own boundaries have the risk for which they were tabulated") {
  CHECK(risk({2.413, 2.413, 2.413, 2.413, 2.413}, 20) == Approx(0.05).margin(1e-4));
  std::vector<double> falling;
  for (const double k : {1, 2, 3, 4, 5}) falling.push_back(2.040 * std::sqrt(5 / k));
  CHECK(risk(falling, 20) == Approx(0.05).margin(1e-4));
}

TEST_CASE("Five looks at the 5 % point of a single one are wrong 14.2 % of the time") {
  // Armitage, McPherson & Rowe (1969), table 2: 0.142 (from memory).
  CHECK(risk({1.96, 1.96, 1.96, 1.96, 1.96}, 20) == Approx(0.142).margin(5e-4));
}

TEST_CASE("A single look has the boundary of a plain test, and all looks together spend alpha") {
  CHECK(equal_looks(1, Spending::pocock)[0] == Approx(1.959964).margin(1e-6));
  for (const Spending spending : {Spending::pocock, Spending::obrien_fleming})
    CHECK(risk(equal_looks(7, spending), 20) == Approx(0.05).margin(1e-8));
}

TEST_CASE("Nothing is spent at the beginning, and everything at the end") {
  for (const Spending spending : {Spending::pocock, Spending::obrien_fleming}) {
    CHECK(spent(spending, 0.025, 0) == 0);
    CHECK(spent(spending, 0.025, 1) == Approx(0.025));
    CHECK(spent(spending, 0.025, 0.4) < spent(spending, 0.025, 0.5));
  }
  // alpha ln(1 + (e - 1) / 2) = 0.025 x 0.62011; 2 - 2 Phi(2.241403 / sqrt(1/2)) = 2 - 2 Phi(3.169822).
  CHECK(spent(Spending::pocock, 0.025, 0.5) == Approx(0.01550287));
  CHECK(spent(Spending::obrien_fleming, 0.025, 0.5) == Approx(0.00152532).margin(1e-7));
}

TEST_CASE("A look so early that nothing can be spent does not stop anything, and breaks nothing") {
  const auto bounds =
      boundaries(std::array{4.0, 10'000.0}, std::array{0.0004, 1.0}, Spending::obrien_fleming, 0.05);
  CHECK(bounds[0] == 37);
  CHECK(bounds[1] == Approx(1.959964).margin(1e-6));
}

TEST_CASE("A walk that is never stopped stays normal") {
  StoppedWalk walk(1.1);
  for (const double n : {10, 11, 16, 40}) {
    CHECK(walk.above(n, 1.0) == Approx(normal_above(1.0)).margin(1e-10));
    CHECK(walk.below(n, 1.0) == Approx(1 - normal_above(1.0)).margin(1e-10));
    walk.go_on(n, {-infinity, infinity});
  }
}

TEST_CASE("Student's t and z mean the same where they are exceeded as rarely") {
  // t(0.975) with 3 degrees of freedom is 3.182446.
  CHECK(z_of_t(3.182446, 3) == Approx(1.959964).margin(1e-6));
  CHECK(z_of_t(-3.182446, 3) == Approx(-1.959964).margin(1e-6));
  CHECK(t_of_z(1.959964, 3) == Approx(3.182446).margin(1e-5));
  CHECK(z_of_t(t_of_z(7, 63), 63) == Approx(7));
  CHECK(z_of_t(1e200, 63) == 37);
  CHECK(z_of_t(-infinity, 3) == -37);
}
