#pragma once
#include <optional>
#include <string>
#include <vector>

#include "suite/metric.hpp"

/// What the simulator says of a row, and how sure it is. No engine here.
namespace kickpath::suite {

/// The judged figures of one run; nothing where the run does not know one.
using Sample = PerMetric<std::optional<double>>;

/// A row as the simulator ran it.
struct Samples {
  std::vector<Sample> replicas;  ///< with the profile as it is, seeds of their own
  std::vector<Sample> draws;     ///< with drawn profiles, all with the first replica's seed
};

/// As bytes for a pipe, bit for bit, and back.
std::string to_bytes(const Samples& samples);
Samples samples_from(const std::string& bytes);

struct Predicted {
  double value = 0;                  ///< mean of the replicas
  std::optional<double> half_width;  ///< of the 95 % interval around it; none for one run alone

  bool covers(double figure) const {
    return half_width && figure >= value - *half_width && figure <= value + *half_width;
  }
};

using Prediction = PerMetric<std::optional<Predicted>>;

/// The interval carries both what the costs leave open and what chance does: value -+ t sqrt(variance over
/// the draws + variance of the replicas' mean), with Student's t for the degrees of freedom after
/// Welch-Satterthwaite.
Prediction predict(const Samples& samples);

}  // namespace kickpath::suite
