#pragma once
#include <cstddef>
#include <cstdint>

/// What placement and balancing see of a core: a snapshot, taken by the host.
namespace kickpath::host {

struct CoreView {
  bool is_idle = true;  ///< its idle task is current and nothing is queued or on its way (idle_cpu), even in
                        ///< an interrupt
  std::size_t runnable = 0;  ///< want to run, the running one included, delayed ones not
  std::size_t queued = 0;    ///< the delayed ones too (rq->nr_running)
  std::int64_t load =
      0;  ///< sum of the weights of the runnable. placeholder: Linux takes decayed averages of it
  std::int64_t running_weight = 0;  ///< of the current task; 0 if idle
};

}  // namespace kickpath::host
