#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tracefiles/phase_finder.hpp"

namespace kickpath::tracefiles {

struct PhaseSamples {
  std::string_view name;
  std::vector<double> ns;
  std::string missing;  ///< why there is no sample; empty exactly when there is one
};

/// Collects what PhaseFinder finds.
class PhaseCollector {
 public:
  void feed(const TraceEvent& event);

  /// Every phase, in the order of phases().
  std::vector<PhaseSamples> samples() const;

 private:
  std::string why_missing(const Phase& phase) const;

  std::vector<std::vector<double>> ns_ = std::vector<std::vector<double>>(phases().size());
  EventKinds seen_ = 0;
  PhaseFinder finder_{[this](const PhaseInterval& interval) {
    ns_[interval.phase].push_back(to_nanoseconds(interval.to - interval.from));
  }};
};

}  // namespace kickpath::tracefiles
