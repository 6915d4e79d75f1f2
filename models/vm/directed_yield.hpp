#pragma once
#include <cstddef>
#include <vector>

#include "host/host.hpp"
#include "vcpu/vcpu.hpp"

namespace kickpath::vm {

/// To whom a vcpu yields that spins: to one that wants a core and has none, because that one may hold what is
/// waited for (Linux virt/kvm/kvm_main.c kvm_vcpu_on_spin, from v2.6.39 on). Round robin after the last that
/// was boosted; one that itself left a pause loop is passed over every other time
/// (kvm_vcpu_eligible_for_directed_yield).
///
/// Left out: that KVM passes over who was preempted in the guest's userspace without an interrupt pending.
/// What a workload does under a lock counts as kernel work.
class DirectedYield {
 public:
  explicit DirectedYield(host::Host& host) : host_(host) {}
  DirectedYield(const DirectedYield&) = delete;
  DirectedYield& operator=(const DirectedYield&) = delete;

  /// The vcpus of one VM, in order.
  void join(vcpu::Vcpu& vcpu);

 private:
  struct Candidate {
    vcpu::Vcpu* vcpu;
    bool is_passed_over = true;  ///< next time, if it is in a pause loop
  };

  void on_spin(vcpu::Vcpu& spinner);
  bool is_worth_it(Candidate& candidate) const;

  host::Host& host_;
  std::vector<Candidate> candidates_;
  std::size_t last_boosted_ = 0;
};

}  // namespace kickpath::vm
