#pragma once
#include <functional>

#include "notify/kick_path.hpp"

namespace kickpath::notify {

/// A full heavyweight exit: KVM_RUN returns to the VMM, whose device model handles the write in the vcpu
/// thread, and calls KVM_RUN again. The guest does not run meanwhile, and nobody is woken.
class UserspaceExit final : public KickPath {
 public:
  UserspaceExit(vcpu::ExitKind exit, std::function<void(vcpu::Vcpu&)> handle)
      : exit_(exit), handle_(std::move(handle)) {}

  void kick(vcpu::Vcpu& vcpu) override {
    vcpu.exit_to_userspace(exit_, [&] { handle_(vcpu); });
  }

 private:
  vcpu::ExitKind exit_;
  std::function<void(vcpu::Vcpu&)> handle_;
};

}  // namespace kickpath::notify
