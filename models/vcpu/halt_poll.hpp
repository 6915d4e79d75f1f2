#pragma once
#include <algorithm>

#include "vcpu/vcpu_spec.hpp"

namespace kickpath::vcpu {

/// How long the next halt polls, given how long this one took: Linux virt/kvm/kvm_main.c, kvm_vcpu_halt,
/// grow_halt_poll_ns and shrink_halt_poll_ns (6.12). `halted` counts from the start of the halt to the event,
/// poll and block together.
constexpr Duration next_halt_poll(Duration poll, Duration halted, const HaltPollSpec& spec) {
  if (spec.max == Duration::zero()) return Duration::zero();
  if (halted <= poll) return poll;
  if (poll > Duration::zero() && halted > spec.max) {
    const Duration shrunk = spec.shrink == 0 ? Duration::zero() : poll / spec.shrink;
    return shrunk < spec.grow_start ? Duration::zero() : shrunk;
  }
  if (poll < spec.max && halted < spec.max && spec.grow != 0)
    return std::min(std::max(poll * spec.grow, spec.grow_start), spec.max);
  return poll;
}

}  // namespace kickpath::vcpu
