#include "calibration/fit_text.hpp"

#include <fmt/format.h>

#include "results/columns.hpp"

namespace kickpath::calibration {

namespace {

using Rows = std::vector<std::vector<std::string>>;

// Four digits, and no more of a ns than is measured.
std::string ns(double value) {
  return fmt::format("{:.{}f}", value, value < 1 ? 4 : value < 10 ? 2 : value < 100 ? 1 : 0);
}

std::string origin(const Estimate& estimate) {
  if (estimate.is_held_by_prior) return "prior";
  return estimate.prior.empty() ? "measured" : "helped by a prior";
}

std::string costs(const Fit& fit) {
  Rows rows{{"component", "ns", "95 % from", "to", "origin"}};
  for (const Estimate& estimate : fit.estimates) {
    const cost::Interval interval = interval_of(estimate);
    rows.push_back({std::string(cost::info(estimate.component).name), ns(estimate.ns),
                    ns(to_nanoseconds(interval.low)), ns(to_nanoseconds(interval.high)), origin(estimate)});
  }
  return results::table(rows);
}

std::string residuals(const Fit& fit) {
  Rows rows{{"benchmark", "measured ns", "fitted ns", "difference"}};
  for (const Residual& r : fit.solution.residuals)
    rows.push_back({r.name, ns(r.measured_ns), ns(r.fitted_ns),
                    fmt::format("{:+.1f} sd", (r.fitted_ns - r.measured_ns) / r.error_ns)});
  return results::table(rows);
}

std::string held(const Fit& fit) {
  std::string text;
  for (const Estimate& estimate : fit.estimates)
    if (estimate.is_held_by_prior)
      text += fmt::format("  {}: {}\n", cost::info(estimate.component).name, estimate.prior);
  return text.empty() ? "" : "\nNot told by the measurements, held by a prior:\n" + text;
}

std::string unused(const Fit& fit) {
  std::string text;
  for (const Unused& benchmark : fit.unused)
    text += fmt::format("  {} ({}): {}\n", benchmark.name, benchmark.source, benchmark.reason);
  return text.empty() ? "" : "\nNot used:\n" + text;
}

}  // namespace

std::string to_text(const Fit& fit) {
  return costs(fit) + "\n" + residuals(fit) +
         fmt::format("\ncondition number {:.0f}; errors scaled by {:.2f}\n", fit.solution.condition_number,
                     fit.solution.excess) +
         held(fit) + unused(fit);
}

}  // namespace kickpath::calibration
