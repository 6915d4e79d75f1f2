#pragma once
#include "notify/gsi_routing.hpp"
#include "vm/boot_spec.hpp"
#include "vm/machine_spec.hpp"
#include "vm/probes.hpp"
#include "workload/sampler.hpp"

namespace kickpath::vm {

/// A guest's boot up to its root file system, on its first vcpu.
class Boot {
 public:
  Boot(const BootSpec& spec, VmIndex vm, notify::GsiRouting& routing, Probes& probes,
       engine::RandomStream stream);

  void run(vcpu::Vcpu& vcpu);

 private:
  void set_up_disk(vcpu::Vcpu& vcpu);
  void start_disk(host::Task& vmm);

  BootSpec spec_;
  workload::Sampler other_;  ///< of one disk
  VmIndex vm_;
  notify::GsiRouting& routing_;
  Probes& probes_;
};

}  // namespace kickpath::vm
