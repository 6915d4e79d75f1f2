#pragma once
#include <vector>

#include "host/group/group_spec.hpp"
#include "vm/machine_spec.hpp"

namespace kickpath::vm {

/// Which groups a host has, and who belongs to which; -1: to none, or elsewhere.
struct GroupPlan {
  std::vector<host::CgroupSpec> groups;
  std::vector<std::int32_t> of_vm;          ///< by VmIndex: its vcpus and all its servers
  std::vector<std::int32_t> of_background;  ///< by entry
};

/// A cgroup of its own for each instance that says so; an autogroup of weight 1024 for each other VM and
/// background entry where the host has them (Linux kernel/sched/autogroup.c: one per session, and only for
/// tasks of the root cgroup).
GroupPlan plan_groups(const MachineSpec& spec, HostId host = first_host);

}  // namespace kickpath::vm
