#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "published/published_suite.hpp"
#include "results/run_result.hpp"

namespace kickpath::published {

/// What the simulator says of a scenario: its totals, as far as suites need them.
struct Prediction {
  std::string scenario;
  results::Metrics totals;
};

/// A published figure beside its prediction.
struct Cell {
  std::string scenario;
  scenario::ReferenceSpec reference;
  std::optional<results::Estimate> predicted;

  /// By the mean. Nothing where nothing was published.
  std::optional<double> error() const;
};

struct PredictOptions {
  unsigned jobs = 1;
  /// Told how much of the work is done, 0 to 1, ten times a second or more often; may throw to end it.
  std::function<void(double)> progress{};
};

/// Predictions of every scenario of every study, in their order, each made in a process of its own. The same
/// for every `jobs`.
std::vector<std::vector<Prediction>> predict(const Suite& suite, const PredictOptions& options);

/// The cells of a study whose `predictions` these are.
std::vector<Cell> cells_of(const Study& study, const std::vector<Prediction>& predictions);

}  // namespace kickpath::published
