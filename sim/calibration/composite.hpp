#pragma once
#include <string>

namespace kickpath::calibration {

/// What was measured: a time that holds several components.
struct Composite {
  std::string name;     ///< of a micro-benchmark
  double ns = 0;        ///< median, without the clock's own time
  double error_ns = 0;  ///< standard deviation of ns
  std::string source;   ///< file:line
};

}  // namespace kickpath::calibration
