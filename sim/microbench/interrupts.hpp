#pragma once
#include "cost/cost_profile.hpp"
#include "notify/notify_spec.hpp"

/// A thread interrupts a vcpu.
namespace kickpath::microbench {

enum class Target : unsigned char {
  guest_mode,
  halt_polling,
  blocked,                 ///< its core idle
  blocked_same_core,       ///< asleep on the sender's core; it preempts the sender
  blocked_same_core_after  ///< the same; it does not, and the sender goes to sleep when its call has returned
};

/// Each from the sender's call on.
struct Delivery {
  Duration sender{};   ///< until the call returns
  Duration handler{};  ///< until the handler's first instruction
  Duration seen{};     ///< until the interrupted program knows, after handler, EOI and return
  Duration after_sender{};  ///< from the call's return on, until the handler's first instruction
};

Delivery deliver_interrupt(const cost::CostProfile& profile, notify::InterruptPathKind path, Target target);

}  // namespace kickpath::microbench
