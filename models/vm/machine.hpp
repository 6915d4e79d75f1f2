#pragma once
#include <memory>
#include <vector>

#include "host/host.hpp"
#include "vm/group_plan.hpp"
#include "vm/machine_spec.hpp"
#include "vm/vm.hpp"

namespace kickpath::vm {

/// A host with its VMs and background tasks, ready to run.
class Machine {
 public:
  Machine(engine::Simulation& simulation, const MachineSpec& spec, const cost::CostProfile& profile);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  host::Host& host() { return host_; }
  Probes& probes() { return probes_; }
  const std::vector<std::unique_ptr<Vm>>& vms() const { return vms_; }

 private:
  void connect_guests(const MachineSpec& spec);
  Vm& vm_named(const std::string& name);
  void start_background(const BackgroundSpec& group, std::int32_t sched_group);

  GroupPlan groups_;
  host::Host host_;
  Probes probes_;
  Lan lan_;
  std::vector<std::unique_ptr<Vm>> vms_;
};

}  // namespace kickpath::vm
