#pragma once
#include <vector>

#include "measure/bench.hpp"
#include "measure/event_waiter.hpp"

/// The primitives of a host, without KVM. Each function gives the samples of one group of the suite, in the
/// order in which host_suite.cpp lists its benchmarks; that table says from which instant to which.
namespace kickpath::measure {

/// How a wakee's core is when the waker signals.
enum class Place {
  same_core,  ///< the waker's own
  idle_other_core,
  long_idle_other_core,  ///< where there is a deeper sleep than the first, it has come to it
  busy_other_core        ///< a hog of normal priority runs there
};

std::vector<Samples> time_calls(Bench& bench);     // bench_calls.cpp
std::vector<Samples> time_events(Bench& bench);    // bench_events.cpp
std::vector<Samples> time_switches(Bench& bench);  // bench_switches.cpp
std::vector<Samples> time_lines(Bench& bench);     // bench_lines.cpp; needs two cores
std::vector<Samples> time_rings(Bench& bench);     // bench_rings.cpp
std::vector<Samples> time_programs(Bench& bench);  // bench_programs.cpp
std::vector<Samples> time_computing(Bench& bench);  // bench_computing.cpp
std::vector<Samples> time_copy(Bench& bench);      // bench_copy.cpp
std::vector<Samples> time_jitter(Bench& bench);    // bench_jitter.cpp
std::vector<Samples> time_timers(Bench& bench);    // bench_timers.cpp
std::vector<Samples> time_slices(Bench& bench);    // bench_slices.cpp
std::vector<Samples> time_idle_depth(Bench& bench);  // bench_idle_depth.cpp; needs two cores

/// {waker, wakee}; of same_core also {wakee_after_waker, preempted}, of busy_other_core {preempted}.
/// bench_wakes.cpp
std::vector<Samples> time_wakes(Bench& bench, WaitBy how, Place place);

}  // namespace kickpath::measure
