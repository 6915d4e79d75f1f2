#pragma once
#include <functional>
#include <string>
#include <vector>

#include "suite/prediction.hpp"
#include "suite/suite.hpp"

namespace kickpath::suite {

/// The cost profile as it may as well be; the same for the same number.
using Draw = std::function<cost::CostProfile(unsigned draw)>;

struct PredictOptions {
  unsigned draws = 16;
  Draw draw;
  unsigned jobs = 1;
  /// Told how much of the work is done, 0 to 1, ten times a second or more often; may throw to end it.
  std::function<void(double)> progress{};
};

/// Predicts every row, each in a process of its own (workers/run_tasks.hpp). The same for every `jobs`.
std::vector<Prediction> predict_rows(const Suite& suite, const PredictOptions& options);

}  // namespace kickpath::suite
