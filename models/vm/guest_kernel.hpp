#pragma once
#include <cstdint>
#include <optional>

#include "vm/directed_yield.hpp"
#include "vm/guest_lock.hpp"
#include "vm/shootdown.hpp"
#include "vm/vm_spec.hpp"

/// What the vcpus of a VM have in common inside the guest, and by which they wait for each other.
namespace kickpath::vm {

class GuestKernel {
 public:
  GuestKernel(host::Host& host, const VmSpec& spec)
      : shootdown_every_(spec.workload.shootdown_every), yield_(host),
        shootdown_(host, spec.vcpu.pv_sched_yield) {
    if (spec.workload.lock) lock_.emplace(host, *spec.workload.lock);
  }

  /// The vcpus of the VM, in order.
  void join(vcpu::Vcpu& vcpu) {
    yield_.join(vcpu);
    shootdown_.join(vcpu);
  }

  /// What comes with the guest's work before each post; `works` counts those of this vcpu.
  void work(vcpu::Vcpu& vcpu, std::uint32_t& works) {
    if (lock_) lock_->hold(vcpu);
    if (shootdown_every_ == 0 || ++works < shootdown_every_) return;
    works = 0;
    shootdown_.call_all(vcpu);
  }

  /// Is the interrupt of its own? Then it is answered.
  bool handle(vcpu::Vector vector, std::size_t vcpu) {
    if (vector != Shootdown::vector || shootdown_every_ == 0) return false;
    shootdown_.answer(vcpu);
    return true;
  }

 private:
  std::uint32_t shootdown_every_;
  DirectedYield yield_;
  Shootdown shootdown_;
  std::optional<GuestLock> lock_;
};

/// Does the workload need one?
inline bool is_shared_work(const workload::WorkloadSpec& spec) {
  return spec.lock || spec.shootdown_every != 0;
}

}  // namespace kickpath::vm
