#include "vmm/law_table.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::vmm;

namespace {

constexpr double n = 4096;

double mean_of(const std::vector<std::int64_t>& slices) {
  long double sum = 0;
  for (const std::int64_t slice : slices) sum += static_cast<long double>(slice);
  return static_cast<double>(sum / static_cast<long double>(slices.size()));
}

const Distribution laws[] = {Distribution::exponential(5_us),      Distribution::exponential(10_s),
                             Distribution::uniform(1_us, 3_us),    Distribution::uniform(0_us, 1_s),
                             Distribution::lognormal(5_us, 0.3),   Distribution::lognormal(100_us, 2.0),
                             Distribution::lognormal(10_us, 1e-3), Distribution::uniform(2_us, 2_us)};

/// P(X <= x).
double cumulative(const Distribution& law, double x) {
  const auto a = static_cast<double>(law.a.count());
  switch (law.kind) {
    case Distribution::Kind::exponential:
      return -std::expm1(-x / a);
    case Distribution::Kind::lognormal:
      return std::erfc(-std::log(x / a) / law.sigma / std::sqrt(2.0)) / 2;
    default:
      return law.b == law.a ? -1 : (x - a) / static_cast<double>((law.b - law.a).count());
  }
}

}  // namespace

TEST_CASE("The slices of a law have its mean, to 1e-6") {
  for (const Distribution& law : laws) {
    INFO("kind " << static_cast<int>(law.kind) << ", a " << law.a.count() << ", sigma " << law.sigma);
    const auto slices = slices_of(law);
    REQUIRE(slices.size() == 4096);
    CHECK(mean_of(slices) == Approx(static_cast<double>(law.mean().count())).epsilon(1e-6));
  }
}

TEST_CASE("Slices ascend") {
  for (const Distribution& law : laws) {
    const auto slices = slices_of(law);
    CHECK(std::is_sorted(slices.begin(), slices.end()));
    CHECK(slices.front() >= 0);
  }
}

TEST_CASE("The mean of slice i lies between the quantiles of i / 4096 and of the next") {
  for (const Distribution& law : laws) {
    if (law.a == law.b) continue;
    INFO("kind " << static_cast<int>(law.kind) << ", a " << law.a.count() << ", sigma " << law.sigma);
    const auto slices = slices_of(law);
    int outside = 0;
    // A slice is rounded to the picosecond, which is up to 0.2 of the narrowest slices here.
    for (std::size_t i = 0; i < slices.size(); ++i) {
      const auto x = static_cast<double>(slices[i]);
      outside += cumulative(law, x + 1) < static_cast<double>(i) / n;
      outside += cumulative(law, x - 1) > static_cast<double>(i + 1) / n;
    }
    CHECK(outside == 0);
  }
}

TEST_CASE("The first and the last slice of an exponential law") {
  const auto slices = slices_of(Distribution::exponential(5_us));
  // From 0 to x = -ln(1 - 1/n): mean n (1 - (x + 1) exp(-x)), about half of x.
  const double x = -std::log1p(-1 / n);
  CHECK(slices.front() == Approx(5e6 * n * (1 - (x + 1) * (1 - 1 / n))).margin(0.51));
  CHECK(slices.front() == Approx(5e6 * x / 2).epsilon(1e-3));
  // From ln n on: mean (ln n + 1) = 5 us * 9.3178
  CHECK(slices.back() == Approx(5e6 * (std::log(n) + 1)).margin(0.51));
}

TEST_CASE("A uniform law is cut into equal parts, each told by its middle") {
  const auto slices = slices_of(Distribution::uniform(0_ps, 8192_ps));  // parts of 2 ps
  for (std::size_t i = 0; i < slices.size(); ++i) CHECK(slices[i] == static_cast<std::int64_t>(2 * i + 1));
}

TEST_CASE("The middle slices of a log-normal law surround its median") {
  const auto slices = slices_of(Distribution::lognormal(1_ms, 0.5));
  CHECK(slices[2047] < (1_ms).count());
  CHECK(slices[2048] > (1_ms).count());
  // Half a slice beside the median: 1 ms * exp(0.5 * z), z = sqrt(2 pi) / 8192
  CHECK(slices[2048] == Approx(1e9 * std::exp(0.5 * std::sqrt(2 * std::numbers::pi) / 8192)).epsilon(1e-6));
}

TEST_CASE("A log-normal law without spread is its median") {
  for (const std::int64_t slice : slices_of(Distribution::lognormal(5_us, 0))) CHECK(slice == 5'000'000);
}

TEST_CASE("A fixed law is 4096 times the same, and as a thread's law has no table") {
  for (const std::int64_t slice : slices_of(Distribution::fixed(7_us))) CHECK(slice == 7'000'000);
  const LawTable fixed(Distribution::fixed(7_us));
  CHECK(fixed.law().table == 0);
  CHECK(fixed.law().fixed_ps == 7'000'000);
}

TEST_CASE("A thread draws from the slices") {
  const Distribution law = Distribution::exponential(5_us);
  const auto slices = slices_of(law);
  const LawTable table(law);
  protocol::Draws draws(1);
  CHECK(draws.draw(table.law()).count() == slices[0x47e]);  // tests/protocol/law_test.cpp
  CHECK(draws.draw(table.law()).count() == slices[0xabc]);
}

TEST_CASE(
    "The widest laws keep their middle and their lower tail; what is beyond all time is cut, not wrapped") {
  for (const double sigma : {5.0, 8.0, 10.0}) {  // 10 is the most that a scenario may say
    INFO("sigma " << sigma);
    const auto slices = slices_of(Distribution::lognormal(1_ms, sigma));
    CHECK(std::is_sorted(slices.begin(), slices.end()));
    CHECK(slices.front() >= 0);
    CHECK(slices[2048] ==
          Approx(1e9 * std::exp(sigma * std::sqrt(2 * std::numbers::pi) / 8192)).epsilon(1e-5));
  }
  CHECK(slices_of(Distribution::lognormal(1_s, 10)).back() == 9'000'000'000'000'000'000);
}
