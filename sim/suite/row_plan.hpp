#pragma once
#include <string>
#include <vector>

#include "config/spot.hpp"
#include "suite/suite_spec.hpp"

namespace kickpath::suite {

/// A row that has a name, and not yet a scenario.
struct RowPlan {
  std::string name;
  std::string group;
  std::string scenario;
  Settings set;
  config::Spot where;  ///< the row, or the grid that it is of
  config::Spot base;   ///< where its scenario is named
};

/// The rows of a suite: the listed ones, then each grid's in the order of its axes, the last one varying
/// fastest. Names that are there twice, or that a grid makes badly, are errors.
std::vector<RowPlan> plan_rows(const SuiteSpec& spec, const config::Spot& root);

}  // namespace kickpath::suite
