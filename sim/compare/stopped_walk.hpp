#pragma once
#include <span>
#include <vector>

/// The distribution of standardised sums of independent normal values that stop when they leave a range, by
/// recursive numerical integration: Armitage, McPherson & Rowe, Repeated significance tests on accumulating
/// data, J. R. Statist. Soc. A 132 (1969) 235-244; Jennison & Turnbull, Group Sequential Methods with
/// Applications to Clinical Trials (2000), chapter 19.
namespace kickpath::compare {

/// Ends of a range of the standardised sum z.
struct Range {
  double lower = 0;
  double upper = 0;
};

/// The least growth of information from one look to the next, as a ratio; 2 for a single look.
double closest_looks(std::span<const double> information);

class StoppedWalk {
 public:
  /// Before the first look. `closest`: closest_looks of those to come; it says how fine the integration must
  /// be.
  explicit StoppedWalk(double closest);

  /// That at `information`, more than before, the walk is still going on and z is above `z` there; or below.
  double above(double information, double z) const;
  double below(double information, double z) const;

  /// Goes on there only inside of `range`.
  void go_on(double information, Range range);

 private:
  struct Node {
    double z = 0;
    double mass = 0;  ///< probability that the node stands for
  };
  struct Step {
    double pull = 0;    ///< z is pull times z before, and
    double spread = 1;  ///< a normal value of this standard deviation
  };

  Step step_to(double information) const;
  double density(const Step& step, double z) const;
  double beyond(double information, double z, double side) const;

  double panel_;  ///< longest panel of the quadrature
  double information_ = 0;
  std::vector<Node> nodes_;
};

}  // namespace kickpath::compare
