#include "calibration/fit.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

#include "calibration/design.hpp"

namespace kickpath::calibration {

using Eigen::Index;

namespace {

/// How one estimate follows from the equations.
class Derivation {
 public:
  Derivation(const System& system, const Solution& solution, Index unknown)
      : system_(system), influence_(solution.influence.row(unknown)), excess_(solution.excess) {}

  double prior_share() const {
    const auto priors = static_cast<Index>(system_.priors.size());
    const double all = influence_.squaredNorm();
    return all == 0 ? 0 : influence_.tail(priors).squaredNorm() / all;
  }

  /// The prior that weighs most.
  const PriorRow& prior() const {
    const auto begin = influence_.data() + system_.rows.size();
    const auto most = std::max_element(begin, influence_.data() + influence_.size(),
                                       [](double a, double b) { return std::abs(a) < std::abs(b); });
    return system_.priors[static_cast<std::size_t>(most - begin)];
  }

  std::string made_of() const {
    constexpr double least = 0.05;  // of a measurement, in the sum
    constexpr std::size_t most = 8;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < system_.rows.size(); ++row)
      if (std::abs(factor(row)) >= least) rows.push_back(row);
    std::ranges::stable_sort(rows, [&](auto a, auto b) { return rank(a) > rank(b); });
    std::string text;
    for (std::size_t i = 0; i < std::min(most, rows.size()); ++i)
      text += term(factor(rows[i]), system_.rows[rows[i]].composite.name, text.empty());
    return text;
  }

 private:
  /// What is added first, what is subtracted then, the larger before the smaller.
  std::pair<bool, double> rank(std::size_t row) const { return {factor(row) > 0, std::abs(factor(row))}; }

  double factor(std::size_t row) const {
    return influence_[static_cast<Index>(row)] / (system_.rows[row].composite.error_ns * excess_);
  }

  static std::string term(double factor, const std::string& name, bool is_first) {
    const char* sign = factor < 0 ? (is_first ? "-" : " - ") : (is_first ? "" : " + ");
    const double size = std::abs(factor);
    return std::abs(size - 1) < 0.005 ? sign + name : fmt::format("{}{:.2f} {}", sign, size, name);
  }

  const System& system_;
  Eigen::VectorXd influence_;
  double excess_;
};

Estimate estimate_of(const System& system, const Solution& solution, std::size_t unknown) {
  const auto i = static_cast<Index>(unknown);
  const Derivation derivation(system, solution, i);
  Estimate estimate;
  estimate.component = system.unknowns[unknown];
  estimate.ns = solution.ns[unknown];
  estimate.sd_ns = std::sqrt(solution.covariance(i, i));
  estimate.prior_share = derivation.prior_share();
  estimate.made_of = derivation.made_of();
  if (estimate.prior_share > 0.05) estimate.prior = derivation.prior().reason;
  estimate.is_held_by_prior = estimate.prior_share > 0.5 && derivation.prior().of == estimate.component;
  return estimate;
}

}  // namespace

namespace {

std::string reasons(const std::vector<Unused>& unused) {
  constexpr std::size_t enough = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(enough, unused.size()); ++i)
    text += fmt::format("\n  {} ({}): {}", unused[i].name, unused[i].source, unused[i].reason);
  if (unused.size() > enough) text += fmt::format("\n  and {} more", unused.size() - enough);
  return unused.empty() ? text + " no benchmark" : text;
}

}  // namespace

std::string explain(const Undetermined& undetermined) {
  std::string text;
  for (const cost::Component component : undetermined.components)
    if (const auto names = benchmarks_with(component); !names.empty())
      text += fmt::format("\n  {}: would come from {}", cost::info(component).name, fmt::join(names, ", "));
  return "the measurements leave costs undetermined (or take them from a profile: --prior):" + text;
}

std::optional<Fit> fit(const Composites& composites, const cost::CostProfile* known, std::string& problem) {
  if (composites.used.empty()) {
    problem = "nothing here can be calibrated from:" + reasons(composites.unused);
    return std::nullopt;
  }
  Undetermined undetermined;
  const System system = build_system(composites.used, known, undetermined);
  if (!undetermined.components.empty()) {
    problem = explain(undetermined);
    return std::nullopt;
  }
  try {
    Fit fit{{}, solve(system), composites.unused};
    for (std::size_t i = 0; i < system.unknowns.size(); ++i)
      fit.estimates.push_back(estimate_of(system, fit.solution, i));
    return fit;
  } catch (const NoFit& reason) {
    problem = reason.what();
    return std::nullopt;
  }
}

cost::Interval interval_of(const Estimate& estimate) {
  constexpr double quantile = 1.96;
  const auto at = [](double ns) { return Duration{std::llround(std::max(0.0, ns) * 1e3)}; };
  return {at(estimate.ns - quantile * estimate.sd_ns), at(estimate.ns + quantile * estimate.sd_ns)};
}

}  // namespace kickpath::calibration
