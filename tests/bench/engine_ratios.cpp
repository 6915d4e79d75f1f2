// Holds the engine against the reference loop and says whether it reaches the bars of the design; beside it,
// unjudged, the direct loop. Runs are interleaved, because the speed of a shared machine drifts, and medians
// are compared.
#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>

#include "blocking_step.hpp"
#include "doorbell_run.hpp"

using namespace kickpath;

namespace {

constexpr std::size_t repeats = 9;
constexpr std::uint64_t steps = 1'000'000;
constexpr double most_bytes_per_actor = 8192;
constexpr double least_operations_per_second = 1e6;  // one VM, queue depth 1, other-core
constexpr double most_growth = 3.5;                  // ns per step at 1024 actors, over that at 2

double most_ratio(std::uint64_t actors) { return actors < 16 ? 1.5 : 1.3; }

double median(std::array<double, repeats> values) {
  std::nth_element(values.begin(), values.begin() + repeats / 2, values.end());
  return values[repeats / 2];
}

struct Comparison {
  double engine_ns;
  double reference_ns;
  double ratio;  ///< median of the engine over the reference
  double direct_ns;
  double direct_ratio;
};

Comparison compare(std::uint64_t actors) {
  std::array<double, repeats> engine{}, reference{}, ratio{}, direct{}, direct_ratio{};
  for (std::size_t i = 0; i < repeats; ++i) {
    engine[i] = bench::engine_step(actors, steps);
    reference[i] = bench::loop_step<bench::ReferenceLoop>(actors, steps);
    direct[i] = bench::loop_step<bench::DirectLoop>(actors, steps);
    ratio[i] = engine[i] / reference[i];
    direct_ratio[i] = engine[i] / direct[i];
  }
  return {median(engine), median(reference), median(ratio), median(direct), median(direct_ratio)};
}

double operations_per_second() {
  constexpr Duration simulated{2'000'000'000'000};  // 2 s
  std::array<double, repeats> speed{};
  for (double& s : speed) s = bench::simulate({}, simulated).operations_per_second();
  return median(speed);
}

bool report(const char* what, double value, const char* side, double bar, bool is_reached) {
  std::printf("%-40s %12.2f   at %-5s %10.2f   %s\n", what, value, side, bar,
              is_reached ? "reached" : "MISSED");
  return is_reached;
}

bool is_at_most(const char* what, double value, double bar) {
  return report(what, value, "most", bar, value <= bar);
}

bool is_at_least(const char* what, double value, double bar) {
  return report(what, value, "least", bar, value >= bar);
}

}  // namespace

int main() {
  bool is_reached = true;
  double at_two = 0, at_most = 0;
  std::printf("%8s %10s %13s %6s %4s %11s %6s %15s\n", "actors", "engine ns", "reference ns", "ratio", "bar",
              "direct ns", "ratio", "without switch");
  for (const std::uint64_t actors : {2u, 16u, 64u, 256u, 1024u}) {
    const Comparison step = compare(actors);
    (actors == 2 ? at_two : at_most) = step.engine_ns;
    const bool is_row_reached = step.ratio <= most_ratio(actors);
    is_reached &= is_row_reached;
    std::printf("%8" PRIu64 " %10.1f %13.1f %6.2f %4.1f %11.1f %6.2f %13.1f %%   %s\n", actors,
                step.engine_ns, step.reference_ns, step.ratio, most_ratio(actors), step.direct_ns,
                step.direct_ratio, 100 * bench::share_without_switch(actors, steps),
                is_row_reached ? "reached" : "MISSED");
  }
  is_reached &= is_at_most("ns per step, 1024 actors over 2", at_most / at_two, most_growth);
  is_reached &= is_at_most("bytes per actor of 10000", bench::bytes_per_actor(10'000), most_bytes_per_actor);
  is_reached &=
      is_at_least("simulated operations per second", operations_per_second(), least_operations_per_second);
  return is_reached ? 0 : 1;
}
