#pragma once
#include <algorithm>

#include "vcpu/vcpu_spec.hpp"

/// How long a vcpu may spin with PAUSE before it leaves the guest (Linux arch/x86/kvm/vmx/vmx.c
/// grow_ple_window, shrink_ple_window): longer after each exit, and as at first once it was scheduled in
/// anew.
namespace kickpath::vcpu {

class PauseWindow {
 public:
  explicit PauseWindow(const PauseLoopSpec& spec) : spec_(spec), window_(spec.window) {}

  /// For a vcpu that was last picked at that CPU time of its own. Endless where there is no such exit.
  Duration length(Duration picked_at) {
    if (spec_.window == Duration::zero()) return Duration::max();
    if (picked_at != picked_at_) window_ = spec_.window;
    picked_at_ = picked_at;
    return window_;
  }

  void has_exited() { window_ = std::min(window_ * std::max(spec_.grow, 1u), longest); }

 private:
  static constexpr Duration longest{1'000'000'000'000};  // ps; ple_window_max, UINT_MAX cycles

  PauseLoopSpec spec_;
  Duration window_;
  Duration picked_at_{};
};

}  // namespace kickpath::vcpu
