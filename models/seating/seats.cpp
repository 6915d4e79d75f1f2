#include "seating/seats.hpp"

#include "seating/server_seats.hpp"

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
    std::uint32_t of_group = instance * server_seats(group);
    for (std::size_t d = 0; d < group.devices.size(); ++d) {
      const device::DeviceSpec& device = group.devices[d];
      if (const auto sharer = first_sharer(group, d); sharer != d) {
        result.servers.push_back(result.servers[sharer]);
        continue;
      }
      std::vector<host::CoreSet>& threads = result.servers.emplace_back();
      for (std::uint32_t t = 0; t < device::seats_of(device); ++t)
        threads.push_back(server_cores(group, of_group++, t / device::seats_of_vcpu(device), vcpu_cores));
    }
    return result;
  }

 private:
  std::uint32_t vcpu_core(const VmSpec& group, std::uint32_t of_group) const {
    if (group.placement.vcpus == PlacementSpec::Vcpus::spread) return vcpus_ % cores_;
    return group.placement.vcpu_cores[of_group % group.placement.vcpu_cores.size()];
  }

  // A thread goes by the vcpu of its first queue.
  host::CoreSet server_cores(const VmSpec& group, std::uint32_t of_group, std::uint32_t vcpu,
                             const std::vector<std::uint32_t>& vcpu_cores) const {
    const auto followed = [&] { return vcpu_cores.at(vcpu % vcpu_cores.size()); };
    const PlacementSpec& placement = group.placement;
    switch (placement.servers) {
      case PlacementSpec::Servers::any:
        break;
      case PlacementSpec::Servers::cores:
        return host::CoreSet::only(CoreId{placement.server_cores[of_group % placement.server_cores.size()]});
      case PlacementSpec::Servers::same_core:
        return host::CoreSet::only(CoreId{followed()});
      case PlacementSpec::Servers::other_core:
        return host::CoreSet::only(CoreId{(followed() + 1) % cores_});
    }
    return host::CoreSet::up_to(cores_);
  }

  std::uint32_t cores_;
  std::uint32_t vcpus_ = 0;  ///< dealt so far
};

}  // namespace

std::size_t first_sharer(const VmSpec& group, std::size_t d) {
  for (std::size_t i = 0; i < d; ++i)
    if (group.devices[d].server.name && group.devices[i].server.name == group.devices[d].server.name)
      return i;
  return d;
}

std::uint32_t server_seats(const VmSpec& group) {
  std::uint32_t seats = 0;
  for (std::size_t d = 0; d < group.devices.size(); ++d)
    if (first_sharer(group, d) == d) seats += device::seats_of(group.devices[d]);
  return seats;
}

std::vector<VmSeat> seats(const vm::MachineSpec& spec) {
  std::vector<Seating> of_host{Seating(spec.host.cores)};
  if (spec.remote) of_host.emplace_back(spec.remote->host.cores);
  std::vector<VmSeat> result;
  for (const VmSpec& group : spec.vms)
    for (std::uint32_t i = 0; i < group.count; ++i)
      result.push_back(of_host.at(group.on.value).seat(group, i, static_cast<vm::VmIndex>(result.size())));
  return result;
}

}  // namespace kickpath::seating
