#pragma once
#include <span>
#include <vector>

#include "vm/side.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::vm {

class VirtioQueue;

/// A vcpu and the program that runs on it.
class Guest {
 public:
  Guest(host::Host& host, VmIndex vm, const VmSpec& spec, const host::TaskSpec& task, Probes& probes);
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  vcpu::Vcpu& vcpu() { return vcpu_; }
  GuestWorld& world() { return world_; }
  vcpu::Vector next_vector() { return ++last_vector_; }

  /// A queue of this vcpu that the workload drives, once the guest runs.
  void drive(VirtioQueue& queue) { queues_.push_back(&queue); }

 private:
  void run();
  void run_workload();
  void run_closed(std::span<Side> sides);
  void run_open(std::span<Side> sides);

  workload::WorkloadSpec workload_;
  vcpu::Vcpu vcpu_;
  GuestWorld world_;
  std::vector<VirtioQueue*> queues_;
  vcpu::Vector last_vector_ = vcpu::timer_vector;
};

}  // namespace kickpath::vm
