#include "calibration/solve.hpp"

#include <algorithm>
#include <ceres/ceres.h>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include <Eigen/Dense>

#include "calibration/design.hpp"

namespace kickpath::calibration {

using cost::Component;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double largest_ns = 1e9;  // a cost of a second is no cost
constexpr double tolerated = 2;     // errors beyond so many standard deviations count linearly (Huber)

// No cost is quite 0 here: which of two events comes first must not turn round because one takes no time.
cost::CostProfile profile_of(const std::vector<Component>& unknowns, const double* ns) {
  constexpr double least_ns = 0.002;
  cost::CostProfile profile;
  for (std::size_t i = 0; i < unknowns.size(); ++i) set_cost(profile, unknowns[i], std::max(ns[i], least_ns));
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
    const std::string* changing = nullptr;
    minimize();
    for (int i = 0; i < most; ++i) {
      minimize();
      changing = off_the_line();
      if (changing == nullptr) return describe();
      look_again();
    }
    throw NoFit("the fit of the costs does not converge: in the simulator, " + *changing +
                " changes its path to and fro");
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

  /// Name of a benchmark of which the simulator says something else than its counts; null if there is none.
  const std::string* off_the_line() const {
    constexpr double rounding_ns = 0.1;  // costs are rounded to picoseconds, and some are within 4096 times
    const Eigen::Map<const VectorXd> ns(ns_.data(), static_cast<Index>(ns_.size()));
    for (std::size_t i = 0; i < measured_.size(); ++i) {
      const double linear = measured_[i].coefficients.dot(ns);
      if (std::abs(simulated(i) - linear) > rounding_ns + 3e-3 * measured_[i].coefficients.maxCoeff())
        return &system_.rows[i].composite.name;
    }
    return nullptr;
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
      throw NoFit("the fit of the costs does not converge: " + summary.message);
    linearize();
  }

  // Each equation by its error; an outlier's by as much more as the loss makes it weigh less.
  void linearize() {
    const Eigen::Map<const VectorXd> ns(ns_.data(), static_cast<Index>(ns_.size()));
    std::vector<LinearRow> rows = measured_;
    for (const PriorRow& prior : system_.priors) rows.push_back(linear(prior));
    jacobian_.resize(static_cast<Index>(rows.size()), ns.size());
    residuals_.resize(jacobian_.rows());
    for (Index i = 0; i < jacobian_.rows(); ++i) {
      const LinearRow& row = rows[static_cast<std::size_t>(i)];
      const double residual = (row.coefficients.dot(ns) - row.value) / row.error;
      const bool is_robust = i < static_cast<Index>(measured_.size());
      const double weight = is_robust ? std::min(1.0, tolerated / std::abs(residual)) : 1.0;
      jacobian_.row(i) = row.coefficients.transpose() * (std::sqrt(weight) / row.error);
      residuals_[i] = residual * std::sqrt(weight);
    }
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

  // Figures that contradict each other can drive the costs to where the benchmarks no longer tell them apart.
  void check_determined(const Solution& solution) const {
    constexpr double worst = 1e12;  // half of a double's digits
    if (solution.condition_number < worst && solution.covariance.allFinite()) return;
    Index row = 0;
    residuals_.head(static_cast<Index>(measured_.size())).cwiseAbs().maxCoeff(&row);
    throw NoFit(
        fmt::format("the measurements contradict each other so far that their costs are undetermined "
                    "(condition number {:.0e}); the worst is {}",
                    solution.condition_number, system_.rows[static_cast<std::size_t>(row)].composite.name));
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
    check_determined(solution);
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
