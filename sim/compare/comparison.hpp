#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

#include "compare/figures.hpp"
#include "compare/paired_test.hpp"
#include "results/metric.hpp"

/// Two worlds compared by one objective. No engine here: pairs come from a function.
namespace kickpath::compare {

struct Settings {
  std::size_t objective = 0;  ///< row of the metric table
  Design design;
};

/// Pairs `from` to `to` - 1.
using Draw = std::function<std::vector<Pair>(unsigned from, unsigned to)>;

enum class Verdict {
  a_is_better,
  b_is_better,
  not_resolved,
  no_difference  ///< none in any pair
};

/// Of the objective, A - B.
struct Difference {
  double estimate = 0;      ///< median-unbiased
  results::Interval ci95;   ///< corrected for the looks; leaves out 0 if resolved
  Differences seen;         ///< plain mean and standard deviation over the pairs
  std::optional<double> t;  ///< Student's, of no difference; none where nothing varies
};

/// A row of the metric table in both worlds.
struct MetricComparison {
  std::optional<results::Estimate> a, b;
  std::optional<results::Estimate>
      difference;  ///< A - B over the pairs that know both; a plain paired interval

  bool differs() const;  ///< the plain interval leaves out 0
};

struct Comparison {
  Settings settings;
  std::vector<double> t_bounds;  ///< |t| from which on each look of the design resolves
  std::size_t looks = 0;         ///< taken
  std::vector<Pair> pairs;
  Verdict verdict = Verdict::not_resolved;
  bool is_exact = false;          ///< every pair has the same difference
  bool is_deterministic = false;  ///< and no replica of a world differs from another
  Difference difference;
  std::vector<MetricComparison> metrics;  ///< as the metric table

  const MetricComparison& objective() const { return metrics[settings.objective]; }
};

/// The objective is not known where it is asked for; the message names world, replica and figure.
struct Unknown : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Draws pairs from look to look until the objective is resolved or the design is at its end. Every pair must
/// know the objective: Unknown.
Comparison compare(const Settings& settings, const Draw& draw);

/// As a share of |mean of B|; nothing if that is 0.
std::optional<double> share_of_b(double difference, const MetricComparison& metric);

/// Replicas that independent seeds would take for the same interval, as a multiple; nothing where nothing
/// varies.
std::optional<double> gain_of_pairing(const Comparison& comparison);

/// Replicas with which a difference as large as the mean that was seen would be resolved about half of the
/// time, if there were no looks before the end. Nothing if no difference was seen.
std::optional<double> replicas_needed(const Comparison& comparison);

}  // namespace kickpath::compare
