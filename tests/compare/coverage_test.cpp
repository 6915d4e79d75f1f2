#include <iostream>

#include <catch2/catch.hpp>

#include "compare/look_schedule.hpp"
#include "compare/normal.hpp"
#include "synthetic.hpp"

using namespace kickpath::compare;
using namespace kickpath::testing;

/// Seeds are in the open. 20,000 repetitions know a share near 5 % to 0.15 % (one standard deviation), 10,000
/// to 0.2 %, 500 to 1 %. The design spends 4 %, of which normal differences should need no more than 4.5.
namespace {

PairedTest test_of(unsigned first = 8, Spending spending = Spending::pocock) {
  Design design;
  design.looks = look_schedule(first, 64);
  design.spending = spending;
  return PairedTest(design);
}

Tally shown(const std::string& what, const Tally& tally) {
  std::cout << what << ": of " << tally.repetitions << " intervals " << 100 * tally.coverage()
            << " % cover the truth, " << 100 * tally.resolution() << " % resolve, with "
            << tally.replicas / tally.repetitions << " replicas on average" << std::endl;
  return tally;
}

}  // namespace

TEST_CASE("Of 20,000 comparisons of equal worlds less than 5 % are called different") {
  const Tally tally = shown("normal, no difference", repeat(test_of(), Law::normal, 0, 20'000, 1));
  CHECK(tally.resolution() == Approx(0.0425).margin(0.005));
  CHECK(tally.coverage() == Approx(0.95).margin(0.0075));
}

TEST_CASE("Of 20,000 intervals of a known difference 95 % cover it, whenever the comparison stops") {
  // In standard deviations of a pair: resolved mostly at the end, half way, early, at the first look.
  for (const double truth : {0.25, 0.5, 1.0, 3.0}) {
    const Tally tally =
        shown("normal, " + std::to_string(truth), repeat(test_of(), Law::normal, truth, 20'000, 2));
    CHECK(tally.coverage() == Approx(0.95).margin(0.0075));
    CHECK(tally.share(tally.wrong_way) < 0.01);
  }
}

TEST_CASE("O'Brien-Fleming-like spending covers as well") {
  for (const double truth : {0.0, 0.5, 2.0})
    CHECK(shown("O'Brien-Fleming, " + std::to_string(truth),
                repeat(test_of(8, Spending::obrien_fleming), Law::normal, truth, 10'000, 3))
              .coverage() == Approx(0.95).margin(0.01));
}

TEST_CASE("With a first look at four pairs 93 to 97 % are still covered") {
  for (const double truth : {0.0, 0.5, 2.0}) {
    const Tally tally =
        shown("first look at 4, " + std::to_string(truth), repeat(test_of(4), Law::normal, truth, 10'000, 3));
    CHECK(tally.coverage() >= 0.93);
    CHECK(tally.coverage() <= 0.97);
  }
}

TEST_CASE("500 repetitions of a known difference: the interval covers it in 93 to 97 %, skewed or not") {
  for (const Law law : {Law::normal, Law::skewed})
    for (const double truth : {0.25, 0.5, 1.0}) {
      const Tally tally =
          shown(law == Law::normal ? "normal" : "skewed", repeat(test_of(), law, truth, 500, 5));
      CHECK(tally.coverage() >= 0.93);
      CHECK(tally.coverage() <= 0.97);
    }
}

TEST_CASE("Of 500 comparisons of equal worlds at most 5 % are called different") {
  CHECK(shown("no difference", repeat(test_of(), Law::normal, 0, 500, 6)).resolution() <= 0.05);
}

TEST_CASE("Looking as often without boundaries for it would call more than a tenth different") {
  // |t| beyond the 96 % point of a single look, at any of six.
  const PairedTest test = test_of();
  std::mt19937_64 random(7);
  unsigned called_different = 0;
  constexpr unsigned repetitions = 4'000;
  for (unsigned i = 0; i < repetitions; ++i) {
    std::vector<double> values;
    bool is_beyond = false;
    for (const unsigned n : test.design().looks) {
      while (values.size() < n) values.push_back(draw(Law::normal, random));
      const Differences seen = differences_of(values);
      is_beyond |= std::abs(z_of_t(seen.t(0), n - 1)) > 2.053749;
    }
    called_different += is_beyond ? 1 : 0;
  }
  CHECK(static_cast<double>(called_different) / repetitions > 0.1);
}
