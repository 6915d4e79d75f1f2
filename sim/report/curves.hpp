#pragma once
#include <optional>
#include <string>
#include <vector>

#include "report/sweep.hpp"

/// The points of a sweep as curves over one axis: throughput against VMs, say.
namespace kickpath::report {

struct Curve {
  std::vector<std::string> settings;  ///< of the other axes, in their order; the same along the curve
  std::vector<std::size_t> points;    ///< indices, ascending on the axis
  std::optional<std::size_t>
      knee;  ///< place in `points`; of throughput against VMs (capacity/knee.hpp); none where it keeps rising, or is not known

  /// The last one of which all constraints hold, as they do at every one before it; none where the first one
  /// breaks one or there are no constraints.
  std::optional<std::size_t> last_that_holds;
};

struct Curves {
  std::size_t axis = 0;   ///< index of the sweep's
  std::string unit;       ///< of its values; empty for plain numbers
  std::vector<double> x;  ///< of each point of the sweep
  std::vector<Curve> curves;
};

/// Over the number of VMs (a path that ends in ".count") where that is an axis, else over the axis of numbers
/// that has most of them; nothing where no axis has three.
std::optional<Curves> curves_of(const Sweep& sweep);

}  // namespace kickpath::report
