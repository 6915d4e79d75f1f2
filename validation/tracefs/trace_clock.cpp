#include "tracefs/trace_clock.hpp"

#include <fmt/format.h>
#include <time.h>

#include "hostfacts/tsc.hpp"

namespace kickpath::tracefs {

std::string now_by(const std::string& clock) {
  if (clock == tsc_clock) return std::to_string(hostfacts::rdtscp());
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);  // Linux kernel/trace/trace.c: ktime_get_mono_fast_ns
  return fmt::format("{}.{:09}", now.tv_sec, now.tv_nsec);
}

}  // namespace kickpath::tracefs
