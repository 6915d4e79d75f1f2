#include "calibration/neighbours.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::calibration;

namespace {

cost::Neighbours of_calls(double p5, double p90, double mean99) {
  MeasuredBenchmark call;
  call.name = "syscall.getppid";
  call.n = 1000;
  call.p5 = p5;
  call.p90 = p90;
  call.mean99 = mean99;
  MeasurementFile file;
  file.benchmarks = {call};
  return neighbours_of(file);
}

}  // namespace

TEST_CASE("Half of the calls at twice the time are two thirds of the time") {
  // Mean 150 of 100 and 200: half of the calls. Of 3 units of time, 2 are slow.
  const cost::Neighbours neighbours = of_calls(100, 200, 150);
  CHECK(neighbours.slowdown == Approx(2));
  CHECK(neighbours.share == Approx(2.0 / 3).margin(0.001));
}

TEST_CASE("Calls within 5 % of each other tell of no neighbours") {
  CHECK(of_calls(100, 104.9, 103) == cost::Neighbours{});
  CHECK(of_calls(100, 105.1, 103).slowdown == Approx(1.051));
}

TEST_CASE("A mean beyond the slow calls' time is of these alone: neighbours who are always there") {
  CHECK(of_calls(100, 140, 150).share == 1);
}

TEST_CASE("A file without the call, or without a mean, tells nothing") {
  CHECK(neighbours_of(MeasurementFile{}) == cost::Neighbours{});
  MeasurementFile file;
  file.benchmarks.emplace_back().name = "syscall.getppid";
  CHECK(neighbours_of(file) == cost::Neighbours{});
}
