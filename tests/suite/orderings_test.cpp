#include "suite/orderings.hpp"

#include <catch2/catch.hpp>

#include "compared_rows.hpp"

using namespace kickpath::suite;

namespace {

/// Rows that differ in the number of their VMs.
Suite suite_of(std::size_t rows) {
  Suite suite;
  for (std::size_t i = 0; i < rows; ++i) {
    suite.rows.emplace_back();
    suite.rows.back().resolved = {{"vms", i}};
  }
  return suite;
}

Pair pair_of(const ComparedRow& a, const ComparedRow& b) {
  const Orderings orderings = order(suite_of(2), {a, b});
  REQUIRE(orderings.pairs.size() == 1);
  return orderings.pairs[0];
}

}  // namespace

TEST_CASE("A difference is clear beyond 10 % and 3 standard deviations, from both sides of each edge") {
  CHECK(clarity_of(0.1001, 0.01) == Clarity::clear);
  CHECK(clarity_of(-0.1001, 0.01) == Clarity::clear);
  CHECK(clarity_of(0.1, 0.01) == Clarity::resolved);
  CHECK(clarity_of(0.0301, 0.01) == Clarity::resolved);
  CHECK(clarity_of(0.03, 0.01) == Clarity::unresolved);
  CHECK(clarity_of(0.31, 0.1) == Clarity::clear);
  CHECK(clarity_of(0.29, 0.1) == Clarity::unresolved);
  CHECK(clarity_of(0, 0) == Clarity::unresolved);
}

TEST_CASE("Differences are shares of the smaller figure, deviations are pooled") {
  // 120 - 100 = 20 of 100; s.d. 2 and 1: sqrt((4 + 1) / 2) = 1.581 of 100; predicted 110 - 100 = 10 of 100
  const Pair pair = pair_of(row_of("a", 100, 100, 0, "", 0.02), row_of("b", 120, 110, 0, "", 1.0 / 120));
  CHECK(pair.axis == "vms");
  CHECK(pair.measured == Approx(-0.20));
  CHECK(pair.pooled_sd == Approx(0.01581).epsilon(1e-3));
  CHECK(pair.predicted == Approx(-0.10));
  CHECK(pair.clarity == Clarity::clear);
}

TEST_CASE("A pair is right when the prediction puts the same row first") {
  CHECK(pair_of(row_of("a", 100, 100), row_of("b", 120, 101)).is_right());
  CHECK(!pair_of(row_of("a", 100, 101), row_of("b", 120, 100)).is_right());
  CHECK(!pair_of(row_of("a", 100, 100), row_of("b", 120, 100)).is_right());
}

TEST_CASE("Every pair that differs in one axis is compared, no other") {
  Suite suite = suite_of(3);
  suite.rows[2].resolved = {{"vms", 5}, {"depth", 2}};  // differs from both in two
  const ComparedRow row = row_of("a", 100, 100);
  CHECK(order(suite, {row, row, row}).pairs.size() == 1);
  CHECK(order(suite_of(4), {row, row, row, row}).pairs.size() == 6);
}

TEST_CASE("A pair with an unjudged row, or one measured once, is counted and not compared") {
  ComparedRow unjudged = row_of("b", 1, 1);
  unjudged.measured[Metric::throughput].reset();
  ComparedRow once = row_of("c", 1, 1);
  once.measured[Metric::throughput]->cv.reset();
  for (const ComparedRow& other : {unjudged, once}) {
    const Orderings orderings = order(suite_of(2), {row_of("a", 1, 1), other});
    CHECK(orderings.pairs.empty());
    CHECK(orderings.unjudged == 1);
  }
}
