#pragma once
#include <string>
#include <vector>

#include "host/core_set.hpp"
#include "vm/machine_spec.hpp"

/// Who sits where: the names, numbers and places of all VMs that a scenario asks for. Simulator and real
/// world share them.
namespace kickpath::seating {

/// Where the threads of one instance may run, and what it is called.
struct VmSeat {
  vm::VmIndex index = 0;
  std::string name;
  std::vector<host::CoreSet> vcpus;                 ///< per vcpu
  std::vector<std::vector<host::CoreSet>> servers;  ///< per device: of each of its threads (server::seats_of)
};

/// Group by group, instance by instance; the VMs of each host are dealt its own cores.
std::vector<VmSeat> seats(const vm::MachineSpec& spec);

}  // namespace kickpath::seating
