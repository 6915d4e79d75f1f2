#include "calibration/neighbours.hpp"

#include <algorithm>
#include <cmath>

namespace kickpath::calibration {

namespace {

constexpr double felt = 1.05;

double rounded(double value) { return std::round(value * 1000) / 1000; }

double computing_of(const MeasurementFile& file) {
  constexpr double asked_ns = 100'000;
  const MeasuredBenchmark* work = file.find("compute.100_us");
  return work == nullptr || !work->mean99 ? 1 : std::max(1.0, rounded(*work->mean99 / asked_ns));
}

}  // namespace

cost::Neighbours neighbours_of(const MeasurementFile& file) {
  const MeasuredBenchmark* call = file.find("syscall.getppid");
  if (call == nullptr || !call->p5 || !call->p90 || !call->mean99 || *call->p5 <= 0) return {};
  const double slowdown = *call->p90 / *call->p5;
  if (slowdown < felt) return {};
  const double of_calls = std::clamp((*call->mean99 / *call->p5 - 1) / (slowdown - 1), 0.0, 1.0);
  // Calls were made back to back: of those that are slow there are fewer in the same time.
  const double of_time = of_calls * slowdown / (1 + of_calls * (slowdown - 1));
  cost::Neighbours neighbours;
  neighbours.share = rounded(of_time);
  neighbours.slowdown = rounded(slowdown);
  neighbours.computing = computing_of(file);
  return neighbours;
}

}  // namespace kickpath::calibration
