#pragma once
#include <algorithm>

#include "vcpu/vcpu_spec.hpp"

namespace kickpath::vcpu {

/// The guest's own polling before it halts: Linux v6.12 drivers/cpuidle/governors/haltpoll.c
/// (haltpoll_select, adjust_poll_limit). The limit is learnt from halts alone, and begins at 0; a poll that
/// was in vain is followed by a halt.
class GuestHaltPoll {
 public:
  explicit GuestHaltPoll(const GuestHaltPollSpec& spec) : spec_(spec) {}

  /// Does the next idle spell begin with a poll?
  bool should_poll() const { return limit_ > Duration::zero() && !was_in_vain_; }
  Duration limit() const { return limit_; }

  /// A poll ended, by an event or at the limit.
  void polled(bool has_timed_out) { was_in_vain_ = has_timed_out; }

  /// A halt ended after so long.
  void halted(Duration residency) {
    was_in_vain_ = false;
    if (residency > limit_ && residency <= spec_.max) {
      grow();
    } else if (residency > spec_.max && spec_.allow_shrink) {
      shrink();
    }
  }

 private:
  void grow() { limit_ = std::min(std::max(limit_ * spec_.grow, spec_.grow_start), spec_.max); }
  void shrink() {
    limit_ = spec_.shrink == 0 ? Duration::zero() : limit_ / spec_.shrink;
    if (limit_ < spec_.grow_start) limit_ = Duration::zero();
  }

  GuestHaltPollSpec spec_;
  Duration limit_{};
  bool was_in_vain_ = false;
};

}  // namespace kickpath::vcpu
