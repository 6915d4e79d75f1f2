#include "results/latency_histogram.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using results::LatencyHistogram;

namespace {

LatencyHistogram histogram_of(const std::vector<Duration>& latencies) {
  LatencyHistogram histogram;
  for (const Duration latency : latencies) histogram.add(latency);
  return histogram;
}

/// Log-normal around 20 us, as queueing latencies are.
std::vector<Duration> random_latencies(unsigned seed, std::size_t n) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> law(std::log(20e6), 1.0);
  std::vector<Duration> latencies(n);
  for (Duration& latency : latencies) latency = Duration{std::llround(law(random))};
  return latencies;
}

Duration bucket_width(Duration d) {
  const std::size_t i = duration_buckets::index_of(d);
  return duration_buckets::begin_of(i + 1) - duration_buckets::begin_of(i);
}

}  // namespace

TEST_CASE("An empty histogram knows nothing") {
  const LatencyHistogram empty;
  CHECK(empty.n() == 0);
  CHECK_FALSE(empty.mean());
  CHECK_FALSE(empty.min());
  CHECK_FALSE(empty.max());
  CHECK_FALSE(empty.quantile(0.5));
}

TEST_CASE("Mean, min and max are exact, whatever the buckets") {
  const auto histogram = histogram_of({10'000'001_ps, 20'000'002_ps, 60'000'009_ps});
  // (10'000'001 + 20'000'002 + 60'000'009) / 3 = 90'000'012 / 3
  CHECK(histogram.mean() == 30'000'004_ps);
  CHECK(histogram.min() == 10'000'001_ps);
  CHECK(histogram.max() == 60'000'009_ps);
}

TEST_CASE("The mean is rounded to the nearest picosecond") {
  CHECK(histogram_of({1_ps, 1_ps, 2_ps}).mean() == 1_ps);  // 4 / 3 = 1.33
  CHECK(histogram_of({1_ps, 2_ps, 2_ps}).mean() == 2_ps);  // 5 / 3 = 1.67
}

TEST_CASE("The sum of latencies may exceed the range of Duration") {
  const Duration day = 86'400_s;
  LatencyHistogram histogram;
  for (int i = 0; i < 200; ++i) histogram.add(day);  // 200 days; 64 bits hold 106
  CHECK(histogram.mean() == day);
}

TEST_CASE("Every quantile of equal latencies is that latency") {
  const auto histogram = histogram_of(std::vector<Duration>(1'000, 23'456'789_ps));
  for (const double q : {0.0, 0.001, 0.5, 0.99, 1.0}) CHECK(histogram.quantile(q) == 23'456'789_ps);
}

TEST_CASE("A quantile changes value at its rank and not before") {
  // 99 of 1 us and one of 1 ms: rank ceil(0.99 * 100) = 99 is still 1 us, rank 100 is not.
  auto latencies = std::vector<Duration>(99, 1_us);
  latencies.push_back(1_ms);
  const auto histogram = histogram_of(latencies);
  CHECK(histogram.quantile(0.99).value() < 1_us + bucket_width(1_us) + 1_ps);
  CHECK(histogram.quantile(0.991) == 1_ms);
}

TEST_CASE("A quantile is interpolated within its bucket") {
  // Bucket of 1,024 ns: 8 ns wide. Four latencies in it: rank 2 of 4 lies half way between 1,024 and 1,030 ns
  // (max).
  const auto histogram = histogram_of({1'024_ns, 1'025_ns, 1'026_ns, 1'030_ns});
  CHECK(duration_buckets::index_of(1'024_ns) == duration_buckets::index_of(1'030_ns));
  CHECK(histogram.quantile(0.5) == 1'027_ns);
  CHECK(histogram.quantile(1.0) == 1'030_ns);
}

TEST_CASE("Quantiles are those of the sorted latencies, to one bucket width") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    auto latencies = random_latencies(seed, 10'000);
    const auto histogram = histogram_of(latencies);
    std::sort(latencies.begin(), latencies.end());
    for (const double q : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      const auto rank = static_cast<std::size_t>(std::ceil(q * 10'000));
      const Duration exact = latencies[rank - 1];
      INFO("seed " << seed << ", q " << q);
      CHECK(std::chrono::abs(histogram.quantile(q).value() - exact) <= bucket_width(exact));
    }
    CHECK(histogram.quantile(1.0) == latencies.back());
  }
}

TEST_CASE("Quantiles never decrease") {
  const auto histogram = histogram_of(random_latencies(3, 1'000));
  for (int i = 1; i <= 1'000; ++i)
    CHECK(histogram.quantile(i / 1'000.0) >= histogram.quantile((i - 1) / 1'000.0));
}

TEST_CASE("Merged histograms equal the histogram of everything") {
  auto all = random_latencies(4, 500);
  const auto second = random_latencies(5, 700);
  auto merged = histogram_of(all);
  merged += histogram_of(second);
  all.insert(all.end(), second.begin(), second.end());
  CHECK(merged == histogram_of(all));
}

TEST_CASE("The end minus the warm-up is the measured window") {
  const auto warm_up = random_latencies(6, 300);
  const auto window = random_latencies(7, 900);
  auto running = histogram_of(warm_up);
  const auto at_warm_up = running;
  for (const Duration latency : window) running.add(latency);

  const auto measured = running - at_warm_up;
  const auto expected = histogram_of(window);
  CHECK(measured.n() == 900);
  CHECK(measured.mean() == expected.mean());
  CHECK(measured.max().value() >= expected.max().value());
  CHECK(measured.max().value() - expected.max().value() <= bucket_width(expected.max().value()));
  CHECK(expected.min().value() >= measured.min().value());
  CHECK(expected.min().value() - measured.min().value() <= bucket_width(expected.min().value()));
}

TEST_CASE("A warm-up's outlier does not stay behind as the maximum") {
  auto running = histogram_of({1_s});
  const auto at_warm_up = running;
  running.add(1_us);
  // 1 us lies in the bucket [1,000 ns, 1,004 ns): 2^9 = 512 ns cut into 128 parts of 4 ns
  CHECK((running - at_warm_up).max() == 1'004_ns);
  CHECK(running.max() == 1_s);
}

TEST_CASE("Subtracting all that there is leaves an empty histogram") {
  const auto histogram = histogram_of({1_us, 2_us});
  CHECK(histogram - histogram == LatencyHistogram());
}

TEST_CASE("Subtracting what was never there is a bug and says so") {
  CHECK_THROWS_AS(histogram_of({1_us}) - histogram_of({2_us}), std::logic_error);
}

TEST_CASE("After clear() nothing of the warm-up is left") {
  auto histogram = histogram_of({1_s});
  histogram.clear();
  histogram.add(5_us);
  CHECK(histogram == histogram_of({5_us}));
}

TEST_CASE("A negative latency counts as none") { CHECK(histogram_of({-3_ns}) == histogram_of({0_ns})); }

TEST_CASE("A latency beyond the last bucket keeps its true maximum") {
  const auto histogram = histogram_of({40'000_s});  // the last bucket begins before 2^44 ns = 17,592 s
  CHECK(histogram.quantile(0.5) == 40'000_s);
  CHECK(histogram.max() == 40'000_s);
}
