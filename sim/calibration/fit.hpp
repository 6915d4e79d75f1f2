#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "calibration/composites.hpp"
#include "calibration/host_identity.hpp"
#include "calibration/solve.hpp"

/// Measurements of one host into the costs of its components.
namespace kickpath::calibration {

/// Of one component.
struct Estimate {
  cost::Component component;
  double ns = 0;
  double sd_ns = 0;
  double prior_share = 0;  ///< of the estimate's variance: 0, the data alone; 1, the prior alone
  std::string made_of;     ///< "kick.ioeventfd_pio - 1.02 eventfd.write + ...": what was added and subtracted
  bool is_held_by_prior = false;  ///< nothing measured tells it from others: it is what a prior says
  std::string prior;              ///< reason of the prior that weighs most; empty where none weighs
};

struct Fit {
  std::vector<Estimate> estimates;  ///< of what is calibrated (system.hpp), in the order of the components
  Solution solution;
  std::vector<Unused> unused;
};

/// Why no profile can be made: what nothing determines, and the benchmarks that would.
std::string explain(const Undetermined& undetermined);

/// Nothing, and the reason in `problem`, where the composites leave a cost undetermined or contradict each
/// other.
std::optional<Fit> fit(const Composites& composites, const cost::CostProfile* known, std::string& problem);

/// 95 % of a normal law, cut off at 0.
cost::Interval interval_of(const Estimate& estimate);

}  // namespace kickpath::calibration
