#include "suite/prediction.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace kickpath::suite;

namespace {

std::vector<Sample> throughputs(std::initializer_list<double> values) {
  std::vector<Sample> samples;
  for (const double value : values) samples.emplace_back()[Metric::throughput] = value;
  return samples;
}

Predicted throughput_of(const Samples& samples) { return *predict(samples)[Metric::throughput]; }

}  // namespace

TEST_CASE("The prediction is the mean of the replicas, whatever the draws say") {
  CHECK(throughput_of({throughputs({90, 100, 110}), throughputs({500, 600})}).value == 100);
}

TEST_CASE("Without draws the interval is Student's of the replicas") {
  // s = 10, n = 3: t(0.975, 2) = 4.303, and 10 / sqrt(3) = 5.774
  CHECK(*throughput_of({throughputs({90, 100, 110}), {}}).half_width == Approx(4.303 * 5.774).epsilon(1e-3));
}

TEST_CASE("With equal replicas the interval is Student's of one draw, not of their mean") {
  // s = 10, n = 3: 4.303 * 10
  CHECK(*throughput_of({throughputs({100, 100}), throughputs({90, 100, 110})}).half_width ==
        Approx(43.03).epsilon(1e-3));
}

TEST_CASE("Variances of costs and chance add up, and so do their degrees of freedom") {
  // costs: s^2 = 100 of 2 degrees; chance: s^2 / 3 = 100 / 3 of 2 degrees; together 133.3
  // degrees: 133.3^2 / (100^2 / 2 + 33.3^2 / 2) = 3.2; t(0.975, 3.2) = 3.073 by interpolation's neighbours
  const double half = *throughput_of({throughputs({90, 100, 110}), throughputs({90, 100, 110})}).half_width;
  CHECK(half > 2.776 * std::sqrt(133.33));  // t of 4 degrees
  CHECK(half < 3.182 * std::sqrt(133.33));  // t of 3 degrees
}

TEST_CASE("One run alone has no interval, runs that are all equal one of no width") {
  CHECK(!throughput_of({throughputs({100}), {}}).half_width);
  CHECK(*throughput_of({throughputs({100, 100}), throughputs({100, 100})}).half_width == 0);
}

TEST_CASE("An interval covers its ends and nothing beyond") {
  const Predicted predicted{100, 5};
  CHECK(predicted.covers(95));
  CHECK(predicted.covers(105));
  CHECK(!predicted.covers(94.99));
  CHECK(!predicted.covers(105.01));
  CHECK(!Predicted{100, std::nullopt}.covers(100));
}

TEST_CASE("A figure that no run knows is not predicted") {
  const Prediction prediction = predict({throughputs({1, 2}), {}});
  CHECK(prediction[Metric::throughput]);
  CHECK(!prediction[Metric::p99]);
}

TEST_CASE("Samples go through a pipe bit for bit, unknown ones too") {
  Samples samples{throughputs({1.0 / 3, 2e9 / 7}), throughputs({0.1})};
  samples.replicas[1][Metric::p99] = 47'431.123456789;
  const Samples back = samples_from(to_bytes(samples));
  CHECK(back.replicas == samples.replicas);
  CHECK(back.draws == samples.draws);
}
