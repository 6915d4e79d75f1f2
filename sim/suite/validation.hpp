#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "suite/bars.hpp"

/// A suite, judged: `kickpath.validation/1`.
namespace kickpath::suite {

struct Validation {
  results::Source suite;
  results::Source profile;
  std::map<std::string, std::string> versions;
  unsigned draws = 0;
  World world = World::kvm;               ///< that was measured, or would be
  Runs runs;                              ///< sim: of the predictions; of the world: as it was measured
  bool is_gated = true;                   ///< false: repeats on a busy host counted too
  nlohmann::ordered_json host;            ///< that was measured; null where none was
  std::optional<double> efficiency_bias;  ///< taken out of the measured efficiency; none: there is none
  std::vector<ComparedRow> rows;
  Orderings orderings;
  std::vector<JudgedBar> bars;

  bool is_measured = false;
  /// Every bar is held, no row failed. A bar that nobody could judge is not held.
  bool is_good() const;
};

/// For `--predict-only`: nothing is judged.
Validation predicted_only(const Suite& suite, const std::vector<Prediction>& predictions);

Validation validate(const Suite& suite, const std::vector<Prediction>& predictions, const Measured& measured);

/// Keys in a fixed order; null for what is unknown. validation_json.cpp
nlohmann::ordered_json to_json(const Validation& validation);

/// Tables for people: rows by group, orderings, bars. validation_text.cpp
std::string to_text(const Validation& validation);

}  // namespace kickpath::suite
