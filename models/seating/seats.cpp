#include "seating/seats.hpp"

namespace kickpath::seating {

using vm::PlacementSpec;
using vm::VmSpec;

namespace {

/// Deals cores to the threads of one group after another.
class Seating {
 public:
  explicit Seating(std::uint32_t cores) : cores_(cores) {}

  VmSeat seat(const VmSpec& group, std::uint32_t instance, vm::VmIndex index) {
    VmSeat result;
    result.index = index;
    result.name = group.name + std::to_string(instance);
    std::vector<std::uint32_t> vcpu_cores;  // where pinned
    for (std::uint32_t v = 0; v < group.vcpus; ++v, ++vcpus_) {
      if (group.placement.vcpus == PlacementSpec::Vcpus::any) {
        result.vcpus.push_back(host::CoreSet::up_to(cores_));
        continue;
      }
      vcpu_cores.push_back(vcpu_core(group, instance * group.vcpus + v));
      result.vcpus.push_back(host::CoreSet::only(CoreId{vcpu_cores.back()}));
    }
    const auto devices = static_cast<std::uint32_t>(group.devices.size());
    for (std::uint32_t d = 0; d < devices; ++d)
      result.servers.push_back(server_cores(group, instance * devices + d, vcpu_cores));
    return result;
  }

 private:
  std::uint32_t vcpu_core(const VmSpec& group, std::uint32_t of_group) const {
    if (group.placement.vcpus == PlacementSpec::Vcpus::spread) return vcpus_ % cores_;
    return group.placement.vcpu_cores[of_group % group.placement.vcpu_cores.size()];
  }

  // A device's server goes by the vcpu of its first queue, which is the first vcpu.
  host::CoreSet server_cores(const VmSpec& group, std::uint32_t of_group,
                             const std::vector<std::uint32_t>& vcpu_cores) const {
    const PlacementSpec& placement = group.placement;
    switch (placement.servers) {
      case PlacementSpec::Servers::any:
        break;
      case PlacementSpec::Servers::cores:
        return host::CoreSet::only(CoreId{placement.server_cores[of_group % placement.server_cores.size()]});
      case PlacementSpec::Servers::same_core:
        return host::CoreSet::only(CoreId{vcpu_cores.at(0)});
      case PlacementSpec::Servers::other_core:
        return host::CoreSet::only(CoreId{(vcpu_cores.at(0) + 1) % cores_});
    }
    return host::CoreSet::up_to(cores_);
  }

  std::uint32_t cores_;
  std::uint32_t vcpus_ = 0;  ///< dealt so far
};

}  // namespace

std::vector<VmSeat> seats(const vm::MachineSpec& spec) {
  Seating seating(spec.host.cores);
  std::vector<VmSeat> result;
  for (const VmSpec& group : spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i)
      result.push_back(seating.seat(group, i, static_cast<vm::VmIndex>(result.size())));
  return result;
}

}  // namespace kickpath::seating
