#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "calibration/system.hpp"

/// Bounded, robust, weighted least squares.
namespace kickpath::calibration {

struct Residual {
  std::string name;
  double measured_ns = 0;
  double fitted_ns = 0;
  double error_ns = 0;  ///< standard deviation of measured_ns
  std::string source;
};

struct Solution {
  std::vector<double> ns;       ///< by unknown; never negative
  Eigen::MatrixXd covariance;   ///< of ns, with the measurements' errors scaled by `excess`
  double condition_number = 1;  ///< of the equations, each by its error, each unknown by its value
  double excess = 1;            ///< root of chi square over degrees of freedom, at least 1 (Birge's ratio)
  /// By unknown and equation (rows, then priors): what one standard deviation of the equation does to the
  /// unknown, in ns.
  Eigen::MatrixXd influence;
  std::vector<Residual> residuals;
};

/// The composites do not make a profile; says why.
struct NoFit : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws NoFit. `system` leaves nothing undetermined.
Solution solve(const System& system);

}  // namespace kickpath::calibration
