#include "calibration/fit_text.hpp"

namespace kickpath::calibration {

using Json = nlohmann::ordered_json;

namespace {

Json estimate_entry(const Estimate& estimate) {
  const cost::Interval interval = interval_of(estimate);
  return {{"component", cost::info(estimate.component).name},
          {"ns", estimate.ns},
          {"sd_ns", estimate.sd_ns},
          {"ci95_ns", {to_nanoseconds(interval.low), to_nanoseconds(interval.high)}},
          {"prior_share", estimate.prior_share},
          {"is_held_by_prior", estimate.is_held_by_prior},
          {"made_of", estimate.made_of},
          {"prior", estimate.prior.empty() ? Json(nullptr) : Json(estimate.prior)}};
}

}  // namespace

Json to_json(const Fit& fit) {
  Json document{{"schema", "kickpath.calibration/1"},
                {"condition_number", fit.solution.condition_number},
                {"errors_scaled_by", fit.solution.excess},
                {"components", Json::array()},
                {"benchmarks", Json::array()},
                {"unused", Json::array()}};
  for (const Estimate& estimate : fit.estimates) document["components"].push_back(estimate_entry(estimate));
  for (const Residual& r : fit.solution.residuals)
    document["benchmarks"].push_back({{"name", r.name},
                                      {"measured_ns", r.measured_ns},
                                      {"sd_ns", r.error_ns},
                                      {"fitted_ns", r.fitted_ns},
                                      {"source", r.source}});
  for (const Unused& benchmark : fit.unused)
    document["unused"].push_back(
        {{"name", benchmark.name}, {"reason", benchmark.reason}, {"source", benchmark.source}});
  return document;
}

}  // namespace kickpath::calibration
