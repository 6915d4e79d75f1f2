#pragma once
#include <optional>
#include <string>
#include <vector>

#include "suite/measured.hpp"
#include "suite/prediction.hpp"
#include "suite/suite.hpp"

namespace kickpath::suite {

/// A row, predicted and measured.
struct ComparedRow {
  std::string name;
  std::string group;
  std::string scenario_hash;
  Prediction predicted;
  PerMetric<std::optional<results::Estimate>> measured;  ///< the efficiency without the host's bias
  std::uint32_t repeats = 0;
  std::uint32_t rejected = 0;
  std::string unjudged;     ///< why nothing is measured that may be judged; empty: it may
  bool has_failed = false;  ///< its measurement did

  /// predicted / measured - 1, by the measured median.
  std::optional<double> error(Metric metric) const;
  /// Does the predicted interval hold the measured median?
  std::optional<bool> covers(Metric metric) const;
};

/// The rows of the suite in their order. `predictions` are in step with them.
std::vector<ComparedRow> compare(const Suite& suite, const std::vector<Prediction>& predictions,
                                 const Measured& measured);

/// The same, where nothing is measured.
std::vector<ComparedRow> without_measurement(const Suite& suite, const std::vector<Prediction>& predictions);

}  // namespace kickpath::suite
