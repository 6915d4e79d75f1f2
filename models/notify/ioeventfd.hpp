#pragma once
#include "notify/event_fd.hpp"
#include "notify/kick_path.hpp"

namespace kickpath::notify {

/// A lightweight exit: the bus lookup in the kernel finds the ioeventfd, signals it, and the guest goes on
/// (Linux virt/kvm/eventfd.c, ioeventfd_write). The kind of exit is what tells PIO, MMIO, wildcard MMIO and
/// hypercall apart.
class IoEventFd final : public KickPath {
 public:
  IoEventFd(EventFd& event, vcpu::ExitKind exit) : event_(event), exit_(exit) {}

  void kick(vcpu::Vcpu& vcpu) override {
    vcpu.exit_to_kernel(exit_, [&] { event_.signal(vcpu.task()); });
  }

 private:
  EventFd& event_;
  vcpu::ExitKind exit_;
};

}  // namespace kickpath::notify
