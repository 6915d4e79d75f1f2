#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "vcpu/vcpu.hpp"
#include "workload/workload_spec.hpp"

/// A spin lock in the guest's kernel that all vcpus of a VM take. Whoever waits burns its vcpu; if the holder
/// is preempted, for as long as that one does not run.
namespace kickpath::vm {

class GuestLock {
 public:
  GuestLock(host::Host& host, const workload::LockSpec& spec) : host_(host), spec_(spec) {}
  GuestLock(const GuestLock&) = delete;
  GuestLock& operator=(const GuestLock&) = delete;

  /// Takes it, works under it, releases it.
  void hold(vcpu::Vcpu& vcpu) {
    take(vcpu);
    vcpu.compute(line_cost(vcpu) + spec_.hold);
    release();
  }

 private:
  void take(vcpu::Vcpu& vcpu) {
    if (owner_ == nullptr && waiters_.empty()) {
      owner_ = &vcpu;
      return;
    }
    waiters_.push_back(&vcpu);
    vcpu.pause_until([&] { return has_come_to(vcpu); });
  }

  bool has_come_to(vcpu::Vcpu& vcpu) {
    if (owner_ == &vcpu) return true;  // by ticket
    if (owner_ != nullptr || spec_.kind == workload::LockKind::ticket) return false;
    owner_ = &vcpu;
    waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &vcpu));
    return true;
  }

  // A ticket lock goes to who waits longest, whether or not that one runs (Linux v2.6.25 to v4.1
  // arch/x86/include/asm/spinlock.h); the other kind to who looks first.
  void release() {
    owner_ = nullptr;
    if (waiters_.empty()) return;
    if (spec_.kind == workload::LockKind::ticket) {
      owner_ = waiters_.front();
      waiters_.erase(waiters_.begin());
      owner_->nudge();
    } else {
      for (vcpu::Vcpu* waiter : waiters_) waiter->nudge();
    }
  }

  Duration line_cost(vcpu::Vcpu& vcpu) {
    const CoreId before = std::exchange(line_at_, vcpu.task().core());
    return before == line_at_ ? Duration::zero() : host_.cost(cost::Component::line_transfer);
  }

  host::Host& host_;
  workload::LockSpec spec_;
  vcpu::Vcpu* owner_ = nullptr;
  std::vector<vcpu::Vcpu*> waiters_;  ///< in order of their coming
  CoreId line_at_{};                  ///< the core that has the lock's cache line
};

}  // namespace kickpath::vm
