#include "calibration/fitted_profile.hpp"

#include <cmath>
#include <fmt/format.h>

#include "config/emit.hpp"
#include "scenario/profile_shape.hpp"

namespace kickpath::calibration {

using Eigen::Index;

namespace {

std::string source_of(const Estimate& estimate) {
  if (estimate.is_held_by_prior) return "prior: " + estimate.prior;
  const std::string helped = estimate.prior.empty() ? "" : "; with a prior: " + estimate.prior;
  return "calibrated: " + (estimate.made_of.empty() ? "0" : estimate.made_of) + helped;
}

cost::Cost cost_of(const Estimate& estimate) {
  const auto rounded = [](double ns) { return Duration{std::llround(ns * 1e3)}; };
  return {Distribution::fixed(rounded(estimate.ns)), rounded(estimate.sd_ns), interval_of(estimate),
          source_of(estimate), estimate.is_held_by_prior};
}

std::vector<cost::Correlation> correlations_of(const Fit& fit) {
  constexpr double worth_telling = 0.05;
  const Eigen::MatrixXd& covariance = fit.solution.covariance;
  std::vector<cost::Correlation> correlations;
  for (Index a = 0; a < covariance.rows(); ++a)
    for (Index b = a + 1; b < covariance.cols(); ++b) {
      const double r = covariance(a, b) / std::sqrt(covariance(a, a) * covariance(b, b));
      if (!(std::abs(r) >= worth_telling)) continue;
      correlations.push_back({fit.estimates[static_cast<std::size_t>(a)].component,
                              fit.estimates[static_cast<std::size_t>(b)].component,
                              std::round(std::clamp(r, -1.0, 1.0) * 1000) / 1000});
    }
  return correlations;
}

}  // namespace

cost::CostProfile profile_of(const Fit& fit, const ProfileHead& head) {
  cost::CostProfile profile;
  profile.name = head.name;
  profile.description = head.description;
  if (head.hz) profile.hz = static_cast<std::uint32_t>(*head.hz);
  profile.frequency = head.frequency;
  if (head.deep_idle_after) profile.deep_idle_after = *head.deep_idle_after;
  profile.neighbours = head.neighbours;
  for (const Estimate& estimate : fit.estimates) profile[estimate.component] = cost_of(estimate);
  profile.calibration.condition_number = std::round(fit.solution.condition_number);
  profile.calibration.correlations = correlations_of(fit);
  return profile;
}

std::string to_yaml_text(const cost::CostProfile& profile, const std::string& comment) {
  auto written = scenario::profile_shape().write(profile);
  if (profile.neighbours == cost::Neighbours{}) written.erase("neighbours");
  // What was not calibrated has no source, and is left out as in a profile that is written by hand.
  for (const cost::ComponentInfo& entry : cost::components)
    if (profile[entry.component].source.empty()) written["components"].erase(std::string(entry.name));
  return comment + config::to_yaml(written);
}

}  // namespace kickpath::calibration
