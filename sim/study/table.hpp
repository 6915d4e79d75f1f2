#pragma once
#include <optional>
#include <string>
#include <vector>

#include "results/metric.hpp"
#include "store/store.hpp"
#include "study/runs.hpp"

/// What a sweep found, point by point.
namespace kickpath::study {

struct Row {
  Settings coordinates;
  std::uint32_t done = 0, failed = 0, missing = 0;            ///< replicas; who died counts as failed
  std::string failure;                                        ///< of the first that failed
  std::vector<std::optional<results::Estimate>> objectives;   ///< in the order of the study's
  std::vector<std::optional<results::Estimate>> constrained;  ///< likewise of its constraints
  std::vector<Verdict> verdicts;

  /// Every constraint is held for sure.
  bool is_eligible() const;
};

struct Table {
  std::string study, hash;
  std::vector<std::string> paths;  ///< of the coordinates
  std::vector<Objective> objectives;
  std::vector<Constraint> constraints;
  std::vector<Row> rows;            ///< in the order of the points
  std::optional<std::size_t> best;  ///< by the first objective, of those that are eligible and know it
  std::uint32_t replicas = 0;

  bool has_failures() const;
};

/// From what is stored; runs nothing.
Table tabulate(const Study& study, const Runs& runs, store::Store& store);

/// The value of a coordinate, empty where a row does not set it.
std::string coordinate(const Row& row, const std::string& path);

}  // namespace kickpath::study
