#pragma once
#include <optional>
#include <string>

#include "time/duration.hpp"

/// Which host scheduler, and its tunables. What is not said takes the default of the policy, version and
/// number of cores.
namespace kickpath::host {

constexpr Duration default_gang_slot{10'000'000'000};  ///< placeholder: a few slices of the base policies

struct SchedulerSpec {
  std::string policy = "eevdf";  ///< fifo | cfs | eevdf, or a steering: colocate | core-per-iothread | gang
  std::string base;              ///< of a steering: the policy on each core; empty: eevdf
  std::string version;           ///< cfs: "2.6.36"; eevdf: "6.6", "6.12", "6.18"; empty: the policy's newest
  std::optional<Duration> base_slice;          ///< eevdf
  std::optional<Duration> latency;             ///< cfs: sched_latency
  std::optional<Duration> min_granularity;     ///< cfs
  std::optional<Duration> wakeup_granularity;  ///< cfs
  std::optional<Duration> slot;                ///< gang: of each gang in turn; unset: default_gang_slot
  std::optional<bool> strict;  ///< gang: a core idles where the slot's owner has nothing to run; unset: no
};

}  // namespace kickpath::host
