#include "vm/shootdown.hpp"

namespace kickpath::vm {

void Shootdown::call_all(vcpu::Vcpu& sender) {
  Call call{sender, static_cast<std::uint32_t>(receivers_.size() - 1)};
  for (Receiver& receiver : receivers_)
    if (receiver.vcpu != &sender) send(call, receiver);
  if (yields_) yield_to_a_receiver(sender);
  sender.pause_until([&] { return call.unanswered == 0; });
}

// The write to the ICR leaves the guest.
void Shootdown::send(Call& call, Receiver& receiver) {
  receiver.calls.push_back(&call);
  call.sender.exit_to_kernel(vcpu::ExitKind::msr, [&] { receiver.vcpu->raise(vector, call.sender.task()); });
}

// Linux arch/x86/kernel/kvm.c kvm_smp_send_call_func_ipi: for the first that is preempted.
void Shootdown::yield_to_a_receiver(vcpu::Vcpu& sender) {
  for (const Receiver& receiver : receivers_) {
    if (receiver.vcpu == &sender || !receiver.vcpu->task().waits_for_core()) continue;
    sender.exit_to_kernel(vcpu::ExitKind::hypercall,
                          [&] { static_cast<void>(host_.yield_to(sender.task(), receiver.vcpu->task())); });
    return;
  }
}

void Shootdown::answer(std::size_t receiver) {
  for (Call* call : receivers_[receiver].calls)
    if (--call->unanswered == 0) call->sender.nudge();
  receivers_[receiver].calls.clear();
}

}  // namespace kickpath::vm
