#pragma once
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "vm/side.hpp"
#include "vm/vm_spec.hpp"

namespace kickpath::vm {

class Boot;
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

  /// Before anything else.
  void boots_with(Boot& boot) { boot_ = &boot; }

  /// The device needs a reset: the driver hears of it by an interrupt (VirtIO 1.3 2.1.2).
  void ask_for_reset(host::Task& by);

  /// A queue of this vcpu that the workload drives, once the guest runs.
  void drive(VirtioQueue& queue) { queues_.push_back(&queue); }
  /// A program in place of the queues' workload; it never returns.
  void run_instead(std::function<void()> program) { program_ = std::move(program); }

 private:
  void run();
  void run_workload();
  void reset_devices();
  template <virtqueue::DriverQueue Q>
  void run_on_rings();
  template <virtqueue::DriverQueue Q>
  void run_closed(std::span<Side<Q>> sides);
  template <virtqueue::DriverQueue Q>
  void run_open(std::span<Side<Q>> sides);

  workload::WorkloadSpec workload_;
  vcpu::Vcpu vcpu_;
  GuestWorld world_;
  std::vector<VirtioQueue*> queues_;
  std::function<void()> program_;
  vcpu::Vector last_vector_ = vcpu::timer_vector;
  Boot* boot_ = nullptr;
};

}  // namespace kickpath::vm
