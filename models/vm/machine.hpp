#pragma once
#include <memory>
#include <vector>

#include "vm/machine_spec.hpp"
#include "vm/site.hpp"
#include "vm/vm.hpp"

namespace kickpath::vm {

/// The hosts of a scenario, one or two, with their VMs and background tasks, ready to run.
class Machine {
 public:
  Machine(engine::Simulation& simulation, const MachineSpec& spec, const cost::CostProfile& profile);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  host::Host& host(HostId id = first_host) { return site_.host(id); }
  std::uint32_t host_count() const { return site_.host_count(); }
  Probes& probes() { return probes_; }
  const std::vector<std::unique_ptr<Vm>>& vms() const { return vms_; }

 private:
  void connect_guests(const MachineSpec& spec);
  Vm& vm_named(const std::string& name);
  void start_background(const BackgroundSpec& group, std::int32_t sched_group);

  Site site_;
  Probes probes_;
  std::vector<std::unique_ptr<Vm>> vms_;
};

}  // namespace kickpath::vm
