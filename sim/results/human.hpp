#pragma once
#include <string>

#include "results/metric_table.hpp"

/// Figures as people read them: three digits and the unit that suits their size ("41.2 k/s", "23.4 us").
namespace kickpath::results {

std::string human(double value, Unit unit);

/// "41.2 ± 0.3 k/s": both in the unit that suits `value`.
std::string human(double value, double half_width, Unit unit);

/// "[40.9, 41.5] k/s": both in the unit that suits the larger.
std::string human_interval(double lo, double hi, Unit unit);

}  // namespace kickpath::results
