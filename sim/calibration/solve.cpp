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

/// Coefficients, and what they shall sum up to. Within its regime (who preempts whom, what is polled for) the
/// simulator's benchmarks are linear in the costs, as the priors are.
struct LinearRow {
  VectorXd coefficients;
  double value = 0;
  double error = 1;
};

/// The row's residual in standard deviations; all unknowns are one block of parameters.
class LinearCost final : public ceres::CostFunction {
 public:
  explicit LinearCost(LinearRow row) : row_(std::move(row)) {
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
  explicit Fit(const System& system) : system_(system), ns_(system.unknowns.size(), 1000.0) {
    for (const Row& row : system.rows)
      measured_.push_back({Eigen::Map<const VectorXd>(row.counts.data(), static_cast<Index>(ns_.size())),
                           row.composite.ns, row.composite.error_ns});
  }

  // Twice: how uncertain a prior is depends on the costs that it is made of. Then as often as the costs found
  // put a benchmark into another regime than it was taken in.
  Solution run() {
    constexpr int most = 10;
    minimize();
    for (int i = 0; i < most; ++i) {
      minimize();
      if (is_simulated_alike()) return describe();
      look_again();
    }
    throw std::runtime_error("the fit of the costs does not converge: a benchmark changes its path to and fro");
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

  double simulated(std::size_t row) const {
    return to_nanoseconds(system_.rows[row].bench->run(profile_of(system_.unknowns, ns_.data())));
  }

  bool is_simulated_alike() const {
    constexpr double rounding_ns = 0.1;  // costs are rounded to picoseconds, and some are within 4096 times
    const Eigen::Map<const VectorXd> ns(ns_.data(), static_cast<Index>(ns_.size()));
    for (std::size_t i = 0; i < measured_.size(); ++i) {
      const double linear = measured_[i].coefficients.dot(ns);
      if (std::abs(simulated(i) - linear) > rounding_ns + 1e-3 * measured_[i].coefficients.maxCoeff())
        return false;
    }
    return true;
  }

  void look_again() {
    const cost::CostProfile profile = profile_of(system_.unknowns, ns_.data());
    for (std::size_t i = 0; i < measured_.size(); ++i) {
      const auto row = counts(*system_.rows[i].bench, profile, system_.unknowns);
      measured_[i].coefficients = Eigen::Map<const VectorXd>(row.data(), static_cast<Index>(row.size()));
    }
  }

  void add_rows(ceres::Problem& problem) {
    for (const LinearRow& row : measured_)
      problem.AddResidualBlock(new LinearCost(row), new ceres::HuberLoss(tolerated), ns_.data());
    for (const PriorRow& prior : system_.priors)
      problem.AddResidualBlock(new LinearCost(linear(prior)), nullptr, ns_.data());
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
    for (std::size_t i = 0; i < system_.rows.size(); ++i) {
      const Composite& composite = system_.rows[i].composite;
      solution.residuals.push_back(
          {composite.name, composite.ns, simulated(i), composite.error_ns, composite.source});
    }
    return solution;
  }

  const System& system_;
  std::vector<double> ns_;
  std::vector<LinearRow> measured_;
  MatrixXd jacobian_;
  VectorXd residuals_;
};

}  // namespace

Solution solve(const System& system) { return Fit(system).run(); }

}  // namespace kickpath::calibration
