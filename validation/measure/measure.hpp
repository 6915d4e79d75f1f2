#pragma once
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hostfacts/host_files.hpp"
#include "measure/measurement.hpp"
#include "measure/suite.hpp"

namespace kickpath::measure {

struct MeasureRequest {
  std::vector<std::string> only;  ///< prefixes of names; none: all
  std::map<std::string, std::string> versions;
  Effort effort;
  unsigned rounds = 3;  ///< as SuiteSetting::rounds
  hostfacts::HostFiles files;
  std::function<void(std::string_view, double)> progress;  ///< as SuiteSetting::progress
};

/// Finds out what this host is, calibrates its TSC, runs the groups. Throws what a benchmark throws, and
/// std::runtime_error if the TSC does not count time.
Measurement measure_host(std::span<const Group> groups, const MeasureRequest& request);

}  // namespace kickpath::measure
