#pragma once
#include "notify/irq_route.hpp"
#include "vcpu/vcpu.hpp"

namespace kickpath::notify {

/// A message-signalled interrupt: a vector of one vcpu, edge-triggered (Linux kvm_set_msi).
class MsiMessage final : public IrqRoute {
 public:
  MsiMessage(vcpu::Vcpu& target, vcpu::Vector vector) : target_(target), vector_(vector) {}

  void set(host::Task& sender, bool level) override {
    if (!level) return;
    target_.probes().kvm_msi_set_irq(target_, vector_, sender);
    target_.raise(vector_, sender);
  }
  vcpu::Vector vector() const { return vector_; }

 private:
  vcpu::Vcpu& target_;
  vcpu::Vector vector_;
};

}  // namespace kickpath::notify
