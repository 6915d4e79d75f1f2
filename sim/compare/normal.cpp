#include "compare/normal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace kickpath::compare {

namespace {

constexpr double farthest = 37;

boost::math::students_t student(double freedom) { return boost::math::students_t(freedom); }

}  // namespace

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

double normal_above(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

double normal_point_above(double probability) {
  return boost::math::quantile(boost::math::complement(boost::math::normal(), probability));
}

// By the upper tail of the absolute value: the other one would be rounded to 1.
double z_of_t(double t, double freedom) {
  const double above = boost::math::cdf(boost::math::complement(student(freedom), std::abs(t)));
  const bool is_known = above > std::numeric_limits<double>::min();
  return std::copysign(is_known ? std::min(normal_point_above(above), farthest) : farthest, t);
}

double t_of_z(double z, double freedom) {
  const double above = normal_above(std::min(std::abs(z), farthest));
  return std::copysign(boost::math::quantile(boost::math::complement(student(freedom), above)), z);
}

}  // namespace kickpath::compare
