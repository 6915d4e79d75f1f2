#include "calibration/draw.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

#include <Eigen/Dense>

#include "engine/random_stream.hpp"

namespace kickpath::calibration {

using cost::Component;
using cost::CostProfile;

namespace {

std::vector<Component> uncertain_components(const CostProfile& profile) {
  std::vector<Component> uncertain;
  for (const cost::ComponentInfo& entry : cost::components) {
    const cost::Cost& cost = profile[entry.component];
    if (cost.value.is_fixed() && cost.spread && *cost.spread > Duration::zero())
      uncertain.push_back(entry.component);
  }
  return uncertain;
}

Eigen::MatrixXd correlations(const CostProfile& profile, const std::vector<Component>& of) {
  const auto n = static_cast<Eigen::Index>(of.size());
  Eigen::MatrixXd r = Eigen::MatrixXd::Identity(n, n);
  for (const cost::Correlation& pair : profile.calibration.correlations) {
    const auto a = std::find(of.begin(), of.end(), pair.a);
    const auto b = std::find(of.begin(), of.end(), pair.b);
    if (a == of.end() || b == of.end()) continue;
    r(a - of.begin(), b - of.begin()) = r(b - of.begin(), a - of.begin()) = pair.r;
  }
  return r;
}

// A matrix whose square is r. Small correlations are not listed, so r need not be positive definite to the
// last digit: what is below 0 counts as 0.
Eigen::MatrixXd root_of(const Eigen::MatrixXd& r) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(r);
  const Eigen::VectorXd roots = spectrum.eigenvalues().cwiseMax(0).cwiseSqrt();
  return spectrum.eigenvectors() * roots.asDiagonal();
}

Eigen::VectorXd normals(Eigen::Index n, std::uint64_t seed, unsigned draw) {
  engine::RandomStream stream(seed, fmt::format("profile draw {}", draw));
  return Eigen::VectorXd::NullaryExpr(n, [&](Eigen::Index) { return stream.normal(); });
}

}  // namespace

CostProfile draw_profile(const CostProfile& profile, std::uint64_t seed, unsigned draw) {
  const std::vector<Component> uncertain = uncertain_components(profile);
  if (uncertain.empty()) return profile;  // Eigen's solver takes no empty matrix
  const Eigen::MatrixXd root = root_of(correlations(profile, uncertain));
  const Eigen::VectorXd errors = root * normals(root.cols(), seed, draw);
  CostProfile drawn = profile;
  for (std::size_t i = 0; i < uncertain.size(); ++i) {
    cost::Cost& cost = drawn[uncertain[i]];
    const double shift = errors[static_cast<Eigen::Index>(i)] * static_cast<double>(cost.spread->count());
    cost.value.a = std::max(Duration::zero(), cost.value.a + Duration{std::llround(shift)});
  }
  return drawn;
}

}  // namespace kickpath::calibration
