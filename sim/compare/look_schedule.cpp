#include "compare/look_schedule.hpp"

namespace kickpath::compare {

namespace {

/// A step that leaves less than a quarter for the last one takes that too: a look is worth its part of alpha
/// only if it brings something new.
unsigned after(unsigned looked_at, unsigned budget) {
  const unsigned next = looked_at + (looked_at + 1) / 2;
  return next + next / 4 >= budget ? budget : next;
}

}  // namespace

std::vector<unsigned> look_schedule(unsigned first, unsigned budget) {
  std::vector<unsigned> looks{first};
  while (looks.back() < budget) looks.push_back(after(looks.back(), budget));
  return looks;
}

}  // namespace kickpath::compare
