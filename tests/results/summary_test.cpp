#include "results/summary.hpp"

#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

using namespace kickpath::results;

namespace {

std::vector<double> one_to(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

}  // namespace

TEST_CASE("Nothing has no summary") { CHECK(!summary_of({})); }

TEST_CASE("A single value is all of its quantiles, and has no deviation") {
  const auto summary = summary_of({7}).value();
  CHECK(summary.n == 1);
  for (const double figure :
       {summary.median, summary.p5, summary.p90, summary.p99, summary.mean, summary.mean99})
    CHECK(figure == 7);
  CHECK(!summary.sd);
}

TEST_CASE("mean99 leaves out what is above p99, and nothing else") {
  std::vector<double> values(99, 10.0);
  values.push_back(1e6);  // one in a hundred
  CHECK(summary_of(values)->mean99 == 10);
  CHECK(summary_of(values)->mean == Approx(0.99 * 10 + 1e4));
  values.push_back(1e6);  // two in 101: the 100th of them is p99
  CHECK(summary_of(values)->mean99 == summary_of(values)->mean);
}

TEST_CASE("Quantiles are of nearest rank") {
  // ceil(0.05 * 100) = 5th, and so on.
  const auto hundred = summary_of(one_to(100)).value();
  CHECK(hundred.p5 == 5);
  CHECK(hundred.median == 50);
  CHECK(hundred.p90 == 90);
  CHECK(hundred.p99 == 99);
  // ceil(0.05 * 101) = ceil(5.05) = 6th.
  const auto more = summary_of(one_to(101)).value();
  CHECK(more.p5 == 6);
  CHECK(more.median == 51);
  CHECK(more.p90 == 91);
  CHECK(more.p99 == 100);
}

TEST_CASE("The median of an even number is the lower middle, of an odd number the middle") {
  CHECK(summary_of({4, 1, 3, 2})->median == 2);
  CHECK(summary_of({5, 1, 4, 2, 3})->median == 3);
}

TEST_CASE("Mean and deviation are those of the sample") {
  // Mean (2 + 4 + 4 + 4 + 5 + 5 + 7 + 9) / 8 = 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; over n - 1
  // = 7.
  const auto summary = summary_of({9, 2, 4, 4, 5, 4, 5, 7}).value();
  CHECK(summary.mean == Approx(5));
  CHECK(summary.sd.value() == Approx(std::sqrt(32.0 / 7)));
}

TEST_CASE("Large values that lie close together keep their deviation") {
  CHECK(summary_of({1e9 + 1, 1e9 + 2, 1e9 + 3})->sd.value() == Approx(1));
}
