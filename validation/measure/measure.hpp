#pragma once
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hostfacts/host_files.hpp"
#include "hostfacts/host_record.hpp"
#include "measure/measurement.hpp"
#include "measure/suite.hpp"

namespace kickpath::measure {

struct MeasureRequest {
  std::vector<std::string> only;  ///< prefixes of names; none: all
  std::map<std::string, std::string> versions;
  Effort effort;
  unsigned rounds = 10;
  bool looks_for_neighbours = true;  ///< false: runs on slowed down cores count, which is no measurement
  hostfacts::HostFiles files;
  std::function<void(std::string_view, double)> progress;  ///< as SuiteSetting::progress, of all rounds
};

/// Measures in rounds, between which something else may be done: what a host's neighbours do over minutes is
/// then in all of it alike.
class HostMeasurement {
 public:
  /// Finds out what this host is, calibrates its TSC. Throws std::runtime_error if the TSC does not count
  /// time.
  HostMeasurement(std::span<const Group> groups, const MeasureRequest& request);

  /// All groups once. Throws what a benchmark throws.
  void round() { rounds_.round(); }
  /// The next group alone.
  void step() { rounds_.step(); }
  Measurement result() const;

 private:
  MeasureRequest request_;
  hostfacts::TscClock tsc_;
  hostfacts::HostRecord host_;
  Cores cores_;
  SuiteRounds rounds_;
};

/// request.rounds of them.
Measurement measure_host(std::span<const Group> groups, const MeasureRequest& request);

}  // namespace kickpath::measure
