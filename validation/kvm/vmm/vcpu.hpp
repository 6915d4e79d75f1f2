#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "vmm/boot.hpp"
#include "vmm/file_descriptor.hpp"
#include "vmm/kvm.hpp"
#include "vmm/kvm_statistics.hpp"

namespace kickpath::vmm {

/// A vcpu of KVM, ready to run the payload.
class Vcpu {
 public:
  Vcpu(const Kvm& kvm, int vm, const VcpuPlan& plan, std::uint32_t index);
  ~Vcpu();
  Vcpu(const Vcpu&) = delete;
  Vcpu& operator=(const Vcpu&) = delete;

  std::uint32_t index() const { return index_; }

  /// KVM_RUN once. False: interrupted by a signal, or asked to leave.
  bool run();
  /// Why run() came back.
  const kvm_run& exit() const { return *run_; }
  /// From any thread: the next run() comes back at once. One that is under way needs a signal besides.
  void leave() { __atomic_store_n(&run_->immediate_exit, 1, __ATOMIC_RELEASE); }

  /// Returns to userspace so far.
  std::uint64_t full_exits() const { return full_exits_.load(std::memory_order_relaxed); }
  /// What KVM itself counts of this vcpu; its "exits" are all of them.
  const KvmStatistics& statistics() const { return statistics_; }

  kvm_regs registers() const;
  /// Exit reason and registers, for a report.
  std::string describe() const;

 private:
  void set_cpuid(const Kvm& kvm) const;
  void share_counter() const;

  std::uint32_t index_;
  FileDescriptor fd_;
  KvmStatistics statistics_;
  std::size_t mapping_bytes_;
  kvm_run* run_ = nullptr;
  std::atomic<std::uint64_t> full_exits_ = 0;
};

}  // namespace kickpath::vmm
