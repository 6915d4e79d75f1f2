#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "compare/spending.hpp"

/// What differences of pairs say after a group-sequential design has stopped. No engine here.
namespace kickpath::compare {

/// Differences of n pairs; sd is the standard deviation with n - 1, above 0.
struct Differences {
  unsigned n = 0;
  double mean = 0;
  double sd = 0;

  double t(double difference) const;  ///< Student's statistic of the hypothesis that they are of this mean
};

/// At least two values. Equal values have exactly no spread.
Differences differences_of(std::span<const double> values);

/// What a comparison may do, all of it decided before the first run.
struct Design {
  std::vector<unsigned> looks;  ///< numbers of pairs, rising, the first at least 2
  Spending spending = Spending::pocock;
  /// Risk of calling different what is not, half of it on each side. Of the 5 % that a verdict may be wrong
  /// one is kept back, because normal theory needs part of it where variances are estimated from few pairs.
  double alpha = 0.04;
};

/// A design with its boundaries, asked at its looks one after the other.
class PairedTest {
 public:
  explicit PairedTest(Design design);

  const Design& design() const { return design_; }

  /// |z| from which on a look resolves, and the |t| that means the same with that many pairs.
  double z_bound(std::size_t look) const { return bounds_[look]; }
  double t_bound(std::size_t look) const;

  bool is_resolved(std::size_t look, const Differences& seen) const;

  /// If the true difference is `difference`: the probability of an end as far up as this one, stopped at
  /// `look`, or farther. Ends are ordered by stages: the sooner a walk leaves upwards, the farther up it is
  /// (Tsiatis, Rosner & Mehta, Exact confidence intervals following a group sequential test, Biometrics 40
  /// (1984) 797-803).
  double p_above(std::size_t look, const Differences& seen, double difference) const;

  /// The difference at which p_above is `p`: with 0.5 the median-unbiased estimate, with 0.025 and 0.975 the
  /// ends of the 95 % interval, which leaves out 0 whenever the look resolved.
  double difference_at(double p, std::size_t look, const Differences& seen) const;

 private:
  double p_beyond(std::size_t look, const Differences& seen, double difference) const;

  Design design_;
  std::vector<double> information_;  ///< of each look: the number of pairs
  std::vector<double> bounds_;
};

}  // namespace kickpath::compare
