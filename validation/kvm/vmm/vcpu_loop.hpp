#pragma once
#include <atomic>
#include <functional>
#include <string>

#include "vmm/guest_ram.hpp"
#include "vmm/vcpu.hpp"

namespace kickpath::vmm {

/// The body of a vcpu's thread.
class VcpuLoop {
 public:
  /// `handle_kick`: of a door whose kicks come to userspace.
  VcpuLoop(std::string vm, Vcpu& vcpu, const GuestRam& ram, std::function<void(std::uint32_t)> handle_kick)
      : vm_(std::move(vm)), vcpu_(vcpu), ram_(ram), handle_kick_(std::move(handle_kick)) {}

  /// Until the guest's program has ended or leave() was called. Throws for a VM that stops unexpectedly,
  /// saying why, with its registers.
  void run();
  /// From any thread; a KVM_RUN that is under way needs a signal besides.
  void leave();

 private:
  /// False: the guest's program has ended.
  bool handle_exit();
  [[noreturn]] void report(const std::string& what) const;
  std::string describe_fault() const;

  std::string vm_;
  Vcpu& vcpu_;
  const GuestRam& ram_;
  std::function<void(std::uint32_t)> handle_kick_;
  std::atomic<bool> must_leave_ = false;
};

}  // namespace kickpath::vmm
