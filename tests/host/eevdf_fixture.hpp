#pragma once
#include <algorithm>
#include <string_view>

#include "host/policy/eevdf.hpp"

/// A run queue of two cores' host at 250 Hz: base slice 1.5 ms up to 6.14 and 1.4 ms after, tick 4 ms.
namespace kickpath::host::test {

inline const EevdfRules& rules_of(std::string_view version) {
  const auto versions = eevdf_versions();
  return *std::find_if(versions.begin(), versions.end(),
                       [&](const EevdfRules& rules) { return rules.version == version; });
}

inline EevdfRunQueue two_core_eevdf(std::string_view version, int hz = 250) {
  const EevdfRules& rules = rules_of(version);
  return EevdfRunQueue{rules, 2 * rules.base_slice, Duration{1'000'000'000'000 / hz}};
}

/// One task has been picked on an empty queue at virtual time 0 and has run for `ran`, less than a slice.
struct OneRuns {
  EevdfRunQueue queue;
  SchedEntity running, wakee;

  OneRuns(std::string_view version, Duration ran) : queue(two_core_eevdf(version)) {
    queue.enqueue(running, Arrival::wakeup);
    queue.pick_next();
    queue.account(ran);
  }
  bool wakes_and_preempts(Duration lag) {
    wakee.lag = lag.count();
    queue.enqueue(wakee, Arrival::wakeup);
    return queue.should_preempt(wakee);
  }
};

}  // namespace kickpath::host::test
