#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>

#include "host/sched_entity.hpp"
#include "time/duration.hpp"

/// Arithmetic that the fair policies share.
namespace kickpath::host {

__extension__ using Wide = __int128;  ///< sums of weight x virtual time, which pass 64 bits after 80 minutes

/// Picoseconds of a nice-0 task in which an entity of `weight` receives `d` (Linux calc_delta_fair), rounded
/// down.
constexpr std::int64_t virtual_time(Duration d, std::int64_t weight) {
  return weight == nice_0_weight ? d.count() : d.count() * nice_0_weight / weight;
}

/// The quotient rounded towards minus infinity; `b` > 0.
constexpr std::int64_t floor_divide(Wide a, std::int64_t b) {
  const auto narrow = static_cast<std::int64_t>(a);
  if (narrow == a) return narrow / b - (narrow % b < 0 ? 1 : 0);
  return static_cast<std::int64_t>(a / b - (a % b < 0 ? 1 : 0));
}

/// By which the defaults of the tunables grow with the host: 1, 2, 3, 4 from 1, 2, 4, 8 cores.
/// Linux v6.12 kernel/sched/fair.c get_update_sysctl_factor, SCHED_TUNABLESCALING_LOG.
constexpr int tunable_factor(unsigned cores) {
  return static_cast<int>(std::bit_width(std::clamp(cores, 1u, 8u)));
}

}  // namespace kickpath::host
