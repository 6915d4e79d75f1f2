#pragma once
#include <vector>

#include "importing/served_device.hpp"

namespace kickpath::importing {

/// Where the threads go, as `placement` and `host.cores` say it: one core a thread, or none for any.
struct Placing {
  std::uint32_t cores = 1;      ///< of the host
  CoreList vcpus{}, servers{};  ///< empty: any
};

/// Sets of several CPUs cannot be said: each thread gets that of its set which fewest have. Threads without a
/// pinning beside others with one are bound too. `cores`: of the host, or 0: as many as the pinning needs,
/// and without any pinning one more than vcpus.
Placing place_threads(const Guest& guest, const std::vector<ServedDevice>& devices, std::uint32_t cores,
                      Findings& findings, config::Errors& errors);

}  // namespace kickpath::importing
