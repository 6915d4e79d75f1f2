#pragma once
#include <cmath>
#include <numbers>
#include <random>

#include "compare/comparison.hpp"

/// Pairs whose true difference is known, without any simulator.
namespace kickpath::testing {

enum class Law {
  normal,
  skewed  ///< lognormal with sigma 0.25: skewness 0.78
};

/// Mean 0, variance 1.
inline double draw(Law law, std::mt19937_64& random) {
  // By hand (Box & Muller), because the standard fixes its engines and not its normal law.
  const auto uniform = [&] { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; };
  const double radius = std::sqrt(-2 * std::log(uniform()));
  const double normal = radius * std::cos(2 * std::numbers::pi * uniform());
  if (law == Law::normal) return normal;
  constexpr double sigma = 0.25;
  const double mean = std::exp(sigma * sigma / 2);
  return (std::exp(sigma * normal) - mean) / (mean * std::sqrt(std::exp(sigma * sigma) - 1));
}

struct Tally {
  unsigned repetitions = 0;
  unsigned covered = 0;
  unsigned resolved = 0;
  unsigned wrong_way = 0;  ///< resolved, and the loser is better
  double replicas = 0;

  double coverage() const { return share(covered); }
  double resolution() const { return share(resolved); }
  double share(unsigned count) const { return static_cast<double>(count) / repetitions; }
};

/// Comparisons by differences of standard deviation 1 around `truth`. Covered is what p_above puts between
/// the ends of the interval: `paired_test_test.cpp` shows that the interval is its inverse.
inline Tally repeat(const compare::PairedTest& test, Law law, double truth, unsigned repetitions,
                    std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Tally tally;
  const std::size_t looks = test.design().looks.size();
  for (; tally.repetitions < repetitions; ++tally.repetitions) {
    std::vector<double> values;
    for (std::size_t look = 0; look < looks; ++look) {
      while (values.size() < test.design().looks[look]) values.push_back(truth + draw(law, random));
      const compare::Differences seen = compare::differences_of(values);
      const bool is_resolved = test.is_resolved(look, seen);
      if (!is_resolved && look + 1 < looks) continue;
      const double p = test.p_above(look, seen, truth);
      tally.covered += p >= 0.025 && p <= 0.975 ? 1 : 0;
      tally.resolved += is_resolved ? 1 : 0;
      tally.wrong_way += is_resolved && seen.mean * truth < 0 ? 1 : 0;
      tally.replicas += seen.n;
      break;
    }
  }
  return tally;
}

}  // namespace kickpath::testing
