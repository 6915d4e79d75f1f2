#include "suite/validation.hpp"

#include <algorithm>

namespace kickpath::suite {

namespace {

Validation header_of(const Suite& suite) {
  Validation validation;
  validation.suite = {suite.spec.name, suite.hash};
  validation.profile = {suite.profile.name, suite.profile_hash};
  validation.world = suite.spec.world;
  validation.runs = suite.spec.run;
  return validation;
}

}  // namespace

bool Validation::is_good() const {
  const bool has_failed =
      std::any_of(rows.begin(), rows.end(), [](const ComparedRow& row) { return row.has_failed; });
  return !has_failed && std::all_of(bars.begin(), bars.end(), [](const JudgedBar& bar) {
    return bar.verdict == JudgedBar::Verdict::held;
  });
}

Validation predicted_only(const Suite& suite, const std::vector<Prediction>& predictions) {
  Validation validation = header_of(suite);
  validation.rows = without_measurement(suite, predictions);
  return validation;
}

Validation validate(const Suite& suite, const std::vector<Prediction>& predictions,
                    const Measured& measured) {
  Validation validation = header_of(suite);
  validation.is_measured = true;
  validation.runs.of(suite.spec.world) = measured.run;
  validation.is_gated = measured.is_gated;
  validation.host = measured.host;
  if (suite.spec.efficiency_bias != 0) validation.efficiency_bias = suite.spec.efficiency_bias;
  validation.rows = compare(suite, predictions, measured);
  validation.orderings = order(suite, validation.rows);
  validation.bars = judge(suite.spec.bars, validation.rows, validation.orderings);
  return validation;
}

}  // namespace kickpath::suite
