#pragma once
#include <optional>
#include <span>

#include "hostfacts/host_files.hpp"
#include "time/ids.hpp"

namespace kickpath::measure {

/// Where benchmarks run.
struct Cores {
  CoreId home;
  std::optional<CoreId> other;  ///< not home; nothing on a host with one core
  bool are_siblings = false;    ///< the two share one physical core: no other was to be had
};

/// `allowed` is not empty. The other core is the first that is no SMT sibling of home, for siblings share
/// caches and execution units; if there is none, a sibling.
Cores choose_cores(std::span<const CoreId> allowed, const hostfacts::HostFiles& files);

}  // namespace kickpath::measure
