#pragma once

/// How much of the risk of a wrong verdict may be used up by the time that so much of the budget is.
/// Lan & DeMets, Discrete sequential boundaries for clinical trials, Biometrika 70 (1983) 659-663.
namespace kickpath::compare {

enum class Spending {
  pocock,         ///< alpha ln(1 + (e - 1) t): evenly, so that a clear difference shows after few replicas
  obrien_fleming  ///< 2 - 2 Phi(z(1 - alpha / 2) / sqrt(t)): hardly any before the end, which so costs little
};

/// For one side, `alpha` in all: 0 at fraction 0 and alpha at 1, rising in between; `fraction` in [0, 1].
double spent(Spending spending, double alpha, double fraction);

}  // namespace kickpath::compare
