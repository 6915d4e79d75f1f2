#pragma once

namespace kickpath::workers {

/// That this process may run on (taskset, cgroup cpusets), at least 1.
unsigned usable_cores();

}  // namespace kickpath::workers
