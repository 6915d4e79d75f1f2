#include "vm/group_plan.hpp"

namespace kickpath::vm {

namespace {

/// The index of a new group, or -1 where there is none.
std::int32_t add_group(const std::optional<host::CgroupSpec>& cgroup, bool has_autogroups,
                       std::vector<host::CgroupSpec>& groups) {
  if (!cgroup && !has_autogroups) return -1;
  groups.push_back(cgroup.value_or(host::CgroupSpec{}));
  return static_cast<std::int32_t>(groups.size()) - 1;
}

}  // namespace

GroupPlan plan_groups(const MachineSpec& spec, HostId host) {
  GroupPlan plan;
  const bool has_autogroups = spec.host_of(host).autogroup;
  const auto group_of = [&](const auto& entry) {
    return entry.on == host ? add_group(entry.cgroup, has_autogroups, plan.groups) : -1;
  };
  for (const VmSpec& group : spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i) plan.of_vm.push_back(group_of(group));
  for (const BackgroundSpec& group : spec.background) plan.of_background.push_back(group_of(group));
  return plan;
}

}  // namespace kickpath::vm
