#include "calibration/draw.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "support/profile.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using C = cost::Component;

namespace {

constexpr unsigned draws = 20'000;

struct Moments {
  double mean_a = 0, mean_b = 0, sd_a = 0, sd_b = 0, r = 0;
};

Moments moments_of(const cost::CostProfile& profile, C a, C b) {
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (unsigned i = 0; i < draws; ++i) {
    const cost::CostProfile drawn = calibration::draw_profile(profile, 7, i);
    const double x = to_nanoseconds(drawn[a].value.a);
    const double y = to_nanoseconds(drawn[b].value.a);
    sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y;
  }
  const double n = draws;
  Moments m{sa / n, sb / n, 0, 0, 0};
  m.sd_a = std::sqrt(saa / n - m.mean_a * m.mean_a);
  m.sd_b = std::sqrt(sbb / n - m.mean_b * m.mean_b);
  m.r = (sab / n - m.mean_a * m.mean_b) / (m.sd_a * m.sd_b);
  return m;
}

cost::CostProfile two_uncertain_costs() {
  cost::CostProfile profile = profile_of({{C::exit_pio, 3000_ns}, {C::irq_eoi, 500_ns}, {C::syscall, 90_ns}});
  profile[C::exit_pio].spread = 60_ns;
  profile[C::irq_eoi].spread = 20_ns;
  return profile;
}

}  // namespace

// The standard error of a mean over 20,000 draws is sd / 141, of a correlation below 1 / 141: 4 of them.
TEST_CASE("Draws have the profile's values, spreads and correlation") {
  cost::CostProfile profile = two_uncertain_costs();
  const Moments apart = moments_of(profile, C::exit_pio, C::irq_eoi);
  CHECK(apart.mean_a == Approx(3000).margin(4 * 60 / 141.0));
  CHECK(apart.mean_b == Approx(500).margin(4 * 20 / 141.0));
  CHECK(apart.sd_a == Approx(60).margin(4 * 60 / 200.0));
  CHECK(apart.r == Approx(0).margin(4 / 141.0));

  profile.calibration.correlations = {{C::exit_pio, C::irq_eoi, -0.9}};
  const Moments together = moments_of(profile, C::exit_pio, C::irq_eoi);
  CHECK(together.r == Approx(-0.9).margin(4 / 141.0));
  CHECK(together.sd_b == Approx(20).margin(4 * 20 / 200.0));
}

TEST_CASE("What has no spread, or a law, stays as it is") {
  cost::CostProfile profile = two_uncertain_costs();
  profile[C::halt_enter].value = Distribution::exponential(1_us);
  profile[C::halt_enter].spread = 100_ns;
  const cost::CostProfile drawn = calibration::draw_profile(profile, 1, 3);
  CHECK(drawn[C::syscall].value == profile[C::syscall].value);
  CHECK(drawn[C::halt_enter].value == profile[C::halt_enter].value);
  CHECK_FALSE(drawn[C::exit_pio].value == profile[C::exit_pio].value);
}

TEST_CASE("No draw is negative, however wide the spread") {
  cost::CostProfile profile = profile_of({{C::exit_pio, 10_ns}});
  profile[C::exit_pio].spread = 1_us;
  unsigned zeros = 0;
  for (unsigned i = 0; i < 200; ++i) {
    const Duration value = calibration::draw_profile(profile, 1, i)[C::exit_pio].value.a;
    REQUIRE(value >= Duration::zero());
    zeros += value == Duration::zero();
  }
  CHECK(zeros > 60);  // 10 ns is 0.01 sd above 0: half of the draws
  CHECK(zeros < 140);
}

TEST_CASE("A draw depends on seed and number alone") {
  const cost::CostProfile profile = two_uncertain_costs();
  const auto value = [&](std::uint64_t seed, unsigned draw) {
    return calibration::draw_profile(profile, seed, draw)[C::exit_pio].value.a;
  };
  CHECK(value(1, 2) == value(1, 2));
  CHECK(value(1, 2) != value(1, 3));
  CHECK(value(1, 2) != value(2, 2));
}

TEST_CASE("Where no cost has a spread, every draw is the profile") {
  const cost::CostProfile profile = profile_of({{C::exit_pio, 3_us}});
  CHECK(calibration::draw_profile(profile, 1, 0)[C::exit_pio].value == profile[C::exit_pio].value);
}
