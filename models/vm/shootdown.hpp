#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/host.hpp"
#include "vcpu/vcpu.hpp"

/// A function call on all other vcpus of a VM, as a TLB shootdown is (Linux kernel/smp.c
/// smp_call_function_many_cond): an IPI to each, and the sender spins until all have answered. If a receiver
/// is preempted, for as long as that one does not run.
namespace kickpath::vm {

class Shootdown {
 public:
  static constexpr vcpu::Vector vector = 254;  ///< queues have those from 1 on, changes of configuration 255

  /// `yields`: the sender tells KVM at once of a receiver that does not run (KVM_HC_SCHED_YIELD).
  Shootdown(host::Host& host, bool yields) : host_(host), yields_(yields) {}
  Shootdown(const Shootdown&) = delete;
  Shootdown& operator=(const Shootdown&) = delete;

  /// The vcpus of one VM, in order.
  void join(vcpu::Vcpu& vcpu) { receivers_.push_back({&vcpu, {}}); }

  /// On the sender's fiber.
  void call_all(vcpu::Vcpu& sender);
  /// In the handler of the interrupt on vcpu number `receiver`.
  void answer(std::size_t receiver);

 private:
  struct Call {
    vcpu::Vcpu& sender;
    std::uint32_t unanswered;
  };
  struct Receiver {
    vcpu::Vcpu* vcpu;
    std::vector<Call*> calls;
  };

  void send(Call& call, Receiver& receiver);
  void yield_to_a_receiver(vcpu::Vcpu& sender);

  host::Host& host_;
  bool yields_;
  std::vector<Receiver> receivers_;
};

}  // namespace kickpath::vm
