#include "measure/bench.hpp"

#include <algorithm>
#include <utility>

namespace kickpath::measure {

using namespace std::chrono_literals;

Bench::Bench(hostfacts::TscClock tsc, Cores cores, Effort effort, std::function<void(double)> progress)
    : tsc_(tsc), cores_(cores), effort_(effort), progress_(std::move(progress)), begun_(rdtscp()),
      reported_(begun_) {}

void Bench::check() {
  const Ticks now = rdtscp();
  if (now - reported_ < tsc_.ticks_in(10ms)) return;
  reported_ = now;
  const auto whole = static_cast<double>(tsc_.ticks_in(effort_.time));
  if (progress_) progress_(std::min(1.0, static_cast<double>(now - begun_) / whole));
}

bool Bench::goes_on(std::size_t taken, unsigned index, unsigned of) {
  check();
  if (taken < effort_.least_samples) return true;
  return rdtscp() - begun_ < tsc_.ticks_in(effort_.time) / of * (index + 1);
}

void Bench::spin(std::chrono::nanoseconds time) const {
  const Ticks end = rdtscp() + tsc_.ticks_in(time);
  while (rdtscp() < end) {
  }
}

}  // namespace kickpath::measure
