#pragma once
#include "server/server_spec.hpp"

namespace kickpath::server {

/// QEMU's defaults (include/block/aio.h, util/aio-posix.c): grow 0 means 2, shrink 0 means back to 0, first
/// poll 4 us.
constexpr unsigned poll_grow = 2;
constexpr Duration first_poll{4'000'000};

/// How long the next iteration polls, given how long this one waited for its event, polling and sleeping
/// together (QEMU util/aio-posix.c, adjust_polling_time).
constexpr Duration next_poll(Duration poll, Duration waited, const PollSpec& spec) {
  if (waited <= poll) return poll;
  if (waited > spec.max) return spec.shrink == 0 ? Duration::zero() : poll / spec.shrink;
  if (poll < spec.max && waited < spec.max) {
    const Duration grown =
        poll == Duration::zero() ? first_poll : poll * (spec.grow == 0 ? poll_grow : spec.grow);
    return grown < spec.max ? grown : spec.max;
  }
  return poll;
}

}  // namespace kickpath::server
