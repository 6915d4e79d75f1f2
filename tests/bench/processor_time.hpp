#pragma once
#include <ctime>

namespace kickpath::bench {

/// Processor time of this process, in ns: on a shared machine the wall clock also counts what others do.
inline double processor_ns() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

}  // namespace kickpath::bench
