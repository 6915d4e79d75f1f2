#include "measure/tick_finder.hpp"

#include <algorithm>

namespace kickpath::measure {

using hostfacts::Ticks;

namespace {

struct Window {
  Ticks begin = 0;
  std::size_t count = 0;
};

/// Where on the circle [0, period) an arc of `width` holds most of the sorted phases.
Window fullest_arc(const std::vector<Ticks>& phases, Ticks period, Ticks width) {
  std::vector<Ticks> twice = phases;
  for (const Ticks phase : phases) twice.push_back(phase + period);
  Window fullest;
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < phases.size(); ++begin) {
    while (end < twice.size() && twice[end] - twice[begin] < width) ++end;
    if (end - begin > fullest.count) fullest = {phases[begin], end - begin};
  }
  return fullest;
}

}  // namespace

std::vector<Gap> tick_gaps(const std::vector<Gap>& gaps, Ticks period, Ticks width, Ticks watched) {
  std::vector<Ticks> phases;
  for (const Gap& gap : gaps) phases.push_back(gap.begin % period);
  std::sort(phases.begin(), phases.end());
  const Window arc = fullest_arc(phases, period, width);
  std::vector<Gap> found;
  if (arc.count * 2 < watched / period || arc.count == 0) return found;
  for (const Gap& gap : gaps)
    if ((gap.begin % period + period - arc.begin) % period < width) found.push_back(gap);
  return found;
}

}  // namespace kickpath::measure
