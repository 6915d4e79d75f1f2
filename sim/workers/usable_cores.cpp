#include "workers/usable_cores.hpp"

#include <sched.h>
#include <thread>

namespace kickpath::workers {

unsigned usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  // Fails where the machine has more than 1,024 of them.
  if (::sched_getaffinity(0, sizeof(cores), &cores) == 0) return static_cast<unsigned>(CPU_COUNT(&cores));
  const unsigned online = std::thread::hardware_concurrency();
  return online > 0 ? online : 1;
}

}  // namespace kickpath::workers
