#include "compare/paired_test.hpp"

#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "compare/spending.hpp"

using namespace kickpath::compare;

namespace {

/// n pairs whose t of no difference is this; sd is 1.
Differences with_t(unsigned n, double t) { return {n, t / std::sqrt(n), 1}; }

}  // namespace

TEST_CASE("With one look the interval is Student's, and the estimate the mean") {
  const PairedTest test({{4}, Spending::pocock, 0.05});
  const Differences seen = differences_of(std::array{1.0, 2.0, 3.0, 4.0});
  CHECK(seen.mean == 2.5);
  CHECK(seen.sd == Approx(std::sqrt(5.0 / 3)));           // (2.25 + 0.25 + 0.25 + 2.25) / 3
  const double half = 3.182446 * std::sqrt(5.0 / 3) / 2;  // t(0.975, 3) s / sqrt(4)
  CHECK(test.difference_at(0.025, 0, seen) == Approx(2.5 - half).margin(1e-5));
  CHECK(test.difference_at(0.975, 0, seen) == Approx(2.5 + half).margin(1e-5));
  CHECK(test.difference_at(0.5, 0, seen) == Approx(2.5).margin(1e-6));
}

TEST_CASE("Stopped at the first of several looks, the interval is Student's too") {
  const PairedTest test({{4, 6, 9}, Spending::pocock, 0.05});
  const Differences seen = with_t(4, 50);
  CHECK(test.difference_at(0.025, 0, seen) == Approx(25 - 3.182446 / 2).margin(1e-5));
  CHECK(test.difference_at(0.975, 0, seen) == Approx(25 + 3.182446 / 2).margin(1e-5));
}

TEST_CASE("At its boundary a look has used up what may be spent by then, and not one part more") {
  for (const Spending spending : {Spending::pocock, Spending::obrien_fleming}) {
    const PairedTest test({{8, 12, 18, 27}, spending, 0.05});
    for (std::size_t look = 0; look < 4; ++look) {
      const unsigned n = test.design().looks[look];
      CHECK(test.p_above(look, with_t(n, test.t_bound(look)), 0) ==
            Approx(spent(spending, 0.025, n / 27.0)).epsilon(1e-6));
    }
  }
}

TEST_CASE("With an alpha of 5 % the 95 % interval leaves out 0 if and only if the look resolves") {
  const PairedTest test({{4, 6, 9, 14}, Spending::pocock, 0.05});
  const std::size_t last = 3;
  CHECK(test.difference_at(0.025, last, with_t(14, test.t_bound(last) + 1e-4)) > 0);
  CHECK(test.difference_at(0.025, last, with_t(14, test.t_bound(last) - 1e-4)) < 0);
  CHECK(test.difference_at(0.975, last, with_t(14, -test.t_bound(last) - 1e-4)) < 0);
  CHECK(test.difference_at(0.975, last, with_t(14, -test.t_bound(last) + 1e-4)) > 0);
  for (std::size_t look = 0; look < last; ++look) {
    const Differences seen = with_t(test.design().looks[look], test.t_bound(look));
    CHECK(test.is_resolved(look, seen));
    CHECK(test.difference_at(0.025, look, seen) > 0);
  }
}

TEST_CASE("With the default alpha a verdict demands a little more than an interval that leaves out 0") {
  const PairedTest test({{8}, Spending::pocock});
  // t(0.98) and t(0.975) with 7 degrees of freedom are 2.517 and 2.365.
  CHECK(test.t_bound(0) == Approx(2.517).margin(5e-4));
  CHECK_FALSE(test.is_resolved(0, with_t(8, 2.51)));
  CHECK(test.is_resolved(0, with_t(8, 2.52)));
  CHECK(test.difference_at(0.025, 0, with_t(8, 2.37)) > 0);
  CHECK(test.difference_at(0.025, 0, with_t(8, 2.36)) < 0);
}

TEST_CASE("What is true of A and B is true the other way round of B and A") {
  const PairedTest test({{4, 6, 9}, Spending::pocock, 0.05});
  const Differences seen{9, 0.7, 0.6}, turned{9, -0.7, 0.6};
  CHECK(test.difference_at(0.025, 2, seen) == Approx(-test.difference_at(0.975, 2, turned)).margin(1e-6));
  CHECK(test.difference_at(0.5, 2, seen) == Approx(-test.difference_at(0.5, 2, turned)).margin(1e-6));
}

TEST_CASE("Having looked before makes the interval wider, and the estimate smaller") {
  const PairedTest often({{4, 6, 9, 14, 21}, Spending::pocock, 0.05});
  const PairedTest once({{21}, Spending::pocock, 0.05});
  const Differences seen = with_t(21, 4);
  const auto width = [&](const PairedTest& test, std::size_t look) {
    return test.difference_at(0.975, look, seen) - test.difference_at(0.025, look, seen);
  };
  CHECK(width(often, 4) > width(once, 0));
  CHECK(often.difference_at(0.5, 4, seen) < seen.mean);
}

TEST_CASE("Equal differences have exactly no spread, however large") {
  const Differences seen = differences_of(std::array{1e17 / 3, 1e17 / 3, 1e17 / 3});
  CHECK(seen.mean == 1e17 / 3);
  CHECK(seen.sd == 0);
}
