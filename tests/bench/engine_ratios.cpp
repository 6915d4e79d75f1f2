// Holds the engine against the reference loop and says whether it reaches the bars of the design. Runs are
// interleaved, because the speed of a shared machine drifts, and medians are compared.
#include <algorithm>
#include <array>
#include <cstdio>

#include "blocking_step.hpp"

using namespace kickpath;

namespace {

constexpr std::size_t repeats = 9;
constexpr std::uint64_t steps = 1'000'000;
constexpr double most_bytes_per_actor = 8192;
constexpr double most_growth = 3.5;  // ns per step at 1024 actors, over that at 2

double most_ratio(std::uint64_t actors) { return actors < 16 ? 1.5 : 1.3; }

double median(std::array<double, repeats> values) {
  std::nth_element(values.begin(), values.begin() + repeats / 2, values.end());
  return values[repeats / 2];
}

struct Comparison {
  double engine_ns;
  double reference_ns;
  double ratio;
};

Comparison compare(std::uint64_t actors) {
  std::array<double, repeats> engine{}, reference{}, ratio{};
  for (std::size_t i = 0; i < repeats; ++i) {
    engine[i] = bench::engine_step(actors, steps);
    reference[i] = bench::reference_step(actors, steps);
    ratio[i] = engine[i] / reference[i];
  }
  return {median(engine), median(reference), median(ratio)};
}

bool judge(const char* what, double value, double most) {
  std::printf("%-36s %10.2f   bar %8.2f   %s\n", what, value, most, value <= most ? "reached" : "MISSED");
  return value <= most;
}

}  // namespace

int main() {
  bool is_reached = true;
  double at_two = 0, at_most = 0;
  std::printf("%8s %12s %12s %8s %6s %16s\n", "actors", "engine ns", "reference ns", "ratio", "bar",
              "without switch");
  for (const std::uint64_t actors : {2u, 16u, 64u, 256u, 1024u}) {
    const Comparison step = compare(actors);
    (actors == 2 ? at_two : at_most) = step.engine_ns;
    is_reached &= step.ratio <= most_ratio(actors);
    std::printf("%8lu %12.1f %12.1f %8.2f %6.1f %14.1f %%%s\n", static_cast<unsigned long>(actors),
                step.engine_ns, step.reference_ns, step.ratio, most_ratio(actors),
                100 * bench::share_without_switch(actors, steps),
                step.ratio <= most_ratio(actors) ? "" : "   MISSED");
  }
  is_reached &= judge("ns per step, 1024 actors over 2", at_most / at_two, most_growth);
  is_reached &= judge("bytes per actor of 10000", bench::bytes_per_actor(10'000), most_bytes_per_actor);
  return is_reached ? 0 : 1;
}
