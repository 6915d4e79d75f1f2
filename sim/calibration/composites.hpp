#pragma once
#include <string>
#include <vector>

#include "calibration/composite.hpp"
#include "calibration/measurement_file.hpp"

namespace kickpath::calibration {

/// A benchmark that is in a file and says nothing to calibration, or must not.
struct Unused {
  std::string name;
  std::string reason;
  std::string source;  ///< file:line
};

struct Composites {
  std::vector<Composite> used;
  std::vector<Unused> unused;
};

struct Admission {
  bool is_ungated = false;  ///< take what was measured on a busy host too
};

/// What of a measurement goes into a fit: benchmarks that the simulator has too (microbench), of at least
/// `least_samples` samples, taken on a quiet host and in the state that the simulator's benchmark is in.
Composites composites_of(const MeasurementFile& file, const Admission& admission);

constexpr std::int64_t least_samples = 20;

}  // namespace kickpath::calibration
