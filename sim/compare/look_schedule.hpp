#pragma once
#include <vector>

namespace kickpath::compare {

/// After how many replicas the differences are looked at: `first`, then half as many more each time, the last
/// time at `budget`. Known before the first run, so that what is seen cannot move the looks.
/// 2 <= first <= budget.
std::vector<unsigned> look_schedule(unsigned first, unsigned budget);

}  // namespace kickpath::compare
