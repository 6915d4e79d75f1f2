#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/json_text.hpp"
#include "results/metric.hpp"

/// The points of a study, from its store or from its table.
namespace kickpath::report {

struct SweepFigure {
  std::string name;
  std::string metric;  ///< key of the metric table; empty for an expression of several
  bool is_smaller_better = false;
};

/// What must hold (an SLO).
struct SweepConstraint {
  std::string text;
  std::string metric;           ///< that it bounds; empty for an expression of several
  std::optional<double> bound;  ///< in the metric's unit
};

struct SweepPoint {
  std::vector<std::string> settings;  ///< of each axis; empty where the point does not set it
  std::uint64_t done = 0, failed = 0, missing = 0;
  std::string failure;
  std::vector<std::optional<results::Estimate>> figures;  ///< in the order of the sweep's
  std::vector<std::string> verdicts;                      ///< likewise of its constraints
  bool is_best = false;

  /// Every constraint holds for sure.
  bool holds() const;
};

struct Sweep {
  std::string file, source;           ///< source: "store" or "sweep"
  std::string name;                   ///< of the study; from a store of its base scenario
  std::string hash;                   ///< of the study; none from a store
  std::string profile, profile_hash;  ///< none from a sweep's table
  std::map<std::string, std::string> versions;
  std::vector<std::pair<std::string, std::string>> fixed;  ///< settings of all points alike
  std::vector<std::string> axes;                           ///< paths of what differs
  std::vector<SweepFigure> figures;
  std::vector<SweepConstraint> constraints;
  std::vector<SweepPoint> points;

  std::optional<std::size_t> figure(const std::string& name) const;
};

/// What is written of a constraint, as far as it is understood.
SweepConstraint understood(const std::string& text);

/// For the page, with the curves that its points make. `left_out`: how many points more than `most` there
/// are.
Json to_json(const Sweep& sweep, std::size_t most);

}  // namespace kickpath::report
