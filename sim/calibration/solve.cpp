#include "calibration/solve.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <Eigen/Dense>
#include <ceres/ceres.h>

#include "calibration/design.hpp"

namespace kickpath::calibration {

using cost::Component;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double largest_ns = 1e9;  // a cost of a second is no cost
constexpr double tolerated = 2;     // errors beyond so many standard deviations count linearly (Huber)

cost::CostProfile profile_of(const std::vector<Component>& unknowns, const double* ns) {
  cost::CostProfile profile;
  for (std::size_t i = 0; i < unknowns.size(); ++i) set_cost(profile, unknowns[i], ns[i]);
  return profile;
}

/// Measured less simulated, in standard deviations; all unknowns are one block of parameters.
class SimulatedRow final : public ceres::CostFunction {
 public:
  SimulatedRow(const Row& row, const std::vector<Component>& unknowns) : row_(row), unknowns_(unknowns) {
    set_num_residuals(1);
    mutable_parameter_block_sizes()->push_back(static_cast<int>(unknowns.size()));
  }

  bool Evaluate(const double* const* blocks, double* residuals, double** jacobians) const override {
    const cost::CostProfile profile = profile_of(unknowns_, blocks[0]);
    const double error = row_.composite.error_ns;
    residuals[0] = (to_nanoseconds(row_.bench->run(profile)) - row_.composite.ns) / error;
    if (jacobians == nullptr || jacobians[0] == nullptr) return true;
    const std::vector<double> row = counts(*row_.bench, profile, unknowns_);
    std::ranges::transform(row, jacobians[0], [error](double count) { return count / error; });
    return true;
  }

 private:
  const Row& row_;
  const std::vector<Component>& unknowns_;
};

/// A prior is linear: its coefficients, and what they shall sum up to.
struct LinearRow {
  VectorXd coefficients;
  double value = 0;
  double error = 1;
};

class PriorCost final : public ceres::CostFunction {
 public:
  explicit PriorCost(LinearRow row) : row_(std::move(row)) {
    set_num_residuals(1);
    mutable_parameter_block_sizes()->push_back(static_cast<int>(row_.coefficients.size()));
  }

  bool Evaluate(const double* const* blocks, double* residuals, double** jacobians) const override {
    const Eigen::Map<const VectorXd> ns(blocks[0], row_.coefficients.size());
    residuals[0] = (row_.coefficients.dot(ns) - row_.value) / row_.error;
    if (jacobians != nullptr && jacobians[0] != nullptr)
      Eigen::Map<VectorXd>(jacobians[0], row_.coefficients.size()) = row_.coefficients / row_.error;
    return true;
  }

 private:
  LinearRow row_;
};

class Fit {
 public:
  explicit Fit(const System& system) : system_(system), ns_(system.unknowns.size(), 1000.0) {}

  // Twice: how uncertain a prior is depends on the costs that it is made of.
  Solution run() {
    minimize();
    minimize();
    return describe();
  }

 private:
  Index index_of(Component component) const {
    return std::ranges::find(system_.unknowns, component) - system_.unknowns.begin();
  }

  LinearRow linear(const PriorRow& prior) const {
    constexpr double least_error = 0.1;  // ns
    LinearRow row{VectorXd::Zero(static_cast<Index>(ns_.size())), prior.value_ns, prior.error_ns};
    double sum = 0;
    row.coefficients[index_of(prior.of)] = 1;
    for (const Term& term : prior.terms) {
      row.coefficients[index_of(term.component)] -= term.factor;
      sum += term.factor * ns_[static_cast<std::size_t>(index_of(term.component))];
    }
    row.error = std::max(least_error, std::max(prior.error_ns, prior.uncertainty * std::abs(sum)));
    return row;
  }

  void add_rows(ceres::Problem& problem) {
    for (const Row& row : system_.rows)
      problem.AddResidualBlock(new SimulatedRow(row, system_.unknowns), new ceres::HuberLoss(tolerated),
                               ns_.data());
    for (const PriorRow& prior : system_.priors)
      problem.AddResidualBlock(new PriorCost(linear(prior)), nullptr, ns_.data());
    for (int i = 0; i < static_cast<int>(ns_.size()); ++i) {
      problem.SetParameterLowerBound(ns_.data(), i, 0);
      problem.SetParameterUpperBound(ns_.data(), i, largest_ns);
    }
  }

  void minimize() {
    ceres::Problem problem;
    add_rows(problem);
    ceres::Solver::Options options;
    options.linear_solver_type = ceres::DENSE_QR;
    options.max_num_iterations = 200;
    options.function_tolerance = 1e-12;
    options.logging_type = ceres::SILENT;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);
    if (!summary.IsSolutionUsable())
      throw std::runtime_error("the fit of the costs does not converge: " + summary.message);
    jacobian_of(problem);
  }

  void jacobian_of(ceres::Problem& problem) {
    ceres::CRSMatrix sparse;
    std::vector<double> residuals;
    ceres::Problem::EvaluateOptions options;  // with the loss: an outlier's row weighs less
    problem.Evaluate(options, nullptr, &residuals, nullptr, &sparse);
    jacobian_ = MatrixXd::Zero(sparse.num_rows, sparse.num_cols);
    for (int row = 0; row < sparse.num_rows; ++row)
      for (int k = sparse.rows[static_cast<std::size_t>(row)]; k < sparse.rows[static_cast<std::size_t>(row) + 1]; ++k)
        jacobian_(row, sparse.cols[static_cast<std::size_t>(k)]) = sparse.values[static_cast<std::size_t>(k)];
    residuals_ = Eigen::Map<VectorXd>(residuals.data(), static_cast<Index>(residuals.size()));
  }

  // Where the measurements disagree by more than their errors, the errors are larger.
  double excess() const {
    const auto spare = static_cast<double>(residuals_.size()) - static_cast<double>(ns_.size());
    return spare < 1 ? 1 : std::max(1.0, std::sqrt(residuals_.squaredNorm() / spare));
  }

  double condition_number() const {
    const VectorXd scale = Eigen::Map<const VectorXd>(ns_.data(), jacobian_.cols()).cwiseMax(1);
    const Eigen::JacobiSVD<MatrixXd> svd(jacobian_ * scale.asDiagonal());
    const VectorXd& values = svd.singularValues();
    return values[0] / values[values.size() - 1];
  }

  Solution describe() const {
    Solution solution;
    solution.ns = ns_;
    solution.excess = excess();
    MatrixXd scaled = jacobian_;  // the measurements' errors grow by the excess, the priors' do not
    scaled.topRows(static_cast<Index>(system_.rows.size())) /= solution.excess;
    const MatrixXd normal = scaled.transpose() * scaled;
    solution.covariance = normal.ldlt().solve(MatrixXd::Identity(normal.rows(), normal.cols()));
    solution.influence = solution.covariance * scaled.transpose();
    solution.condition_number = condition_number();
    const cost::CostProfile profile = profile_of(system_.unknowns, ns_.data());
    for (const Row& row : system_.rows)
      solution.residuals.push_back({row.composite.name, row.composite.ns,
                                    to_nanoseconds(row.bench->run(profile)), row.composite.error_ns,
                                    row.composite.source});
    return solution;
  }

  const System& system_;
  std::vector<double> ns_;
  MatrixXd jacobian_;
  VectorXd residuals_;
};

}  // namespace

Solution solve(const System& system) { return Fit(system).run(); }

}  // namespace kickpath::calibration
