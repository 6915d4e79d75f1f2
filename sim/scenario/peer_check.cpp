#include "scenario/peer_check.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace kickpath::scenario {

using config::Spot;
using device::DeviceSpec;
using vm::VmSpec;
using workload::WorkloadKind;

namespace {

const DeviceSpec& driven_device(const VmSpec& group) {
  return *std::find_if(group.devices.begin(), group.devices.end(),
                       [&](const DeviceSpec& device) { return device.name == group.workload.device; });
}

class PeerCheck {
 public:
  PeerCheck(const vm::MachineSpec& machine, const Spot& root)
      : vms_(machine.vms), vms_spot_(root.at("vms")) {}

  void run() {
    for (std::size_t g = 0; g < vms_.size(); ++g)
      for (std::size_t d = 0; d < vms_[g].devices.size(); ++d)
        if (vms_[g].devices[d].net.peer.vm)
          check_device(vms_[g], vms_[g].devices[d],
                       vms_spot_.at(g).at("devices").at(d).at("net").at("peer").at("vm"));
    for (std::size_t g = 0; g < vms_.size(); ++g)
      check_waiting(vms_[g], vms_spot_.at(g).at("workload").at("kind"));
  }

 private:
  void check_device(const VmSpec& group, const DeviceSpec& device, const Spot& spot) {
    const std::string& wanted = *device.net.peer.vm;
    if (group.workload.kind == WorkloadKind::peer) {
      spot.error("workload 'peer' is the other end of a VM that names this one, and names none");
    } else if (device.name != group.workload.device) {
      spot.error("the workload drives another device");
    } else if (wanted == group.name) {
      spot.error("a VM is not its own peer");
    } else if (const VmSpec* other = find(wanted); other == nullptr) {
      std::vector<std::string> names;
      for (const VmSpec& known : vms_) names.push_back(known.name);
      spot.error(fmt::format("no VMs '{}' (there is: {})", wanted, fmt::join(names, ", ")));
    } else {
      check_pair(group, device, *other, spot);
    }
  }

  void check_pair(const VmSpec& group, const DeviceSpec& device, const VmSpec& other, const Spot& spot) {
    const bool is_first = named_.insert(other.name).second;
    if (!is_first) spot.error(fmt::format("'{}' has its other end already", other.name));
    if (other.count != group.count)
      spot.error(fmt::format("{} of '{}', but {} of '{}': as many", group.count, group.name, other.count,
                             other.name));
    if (other.workload.kind != WorkloadKind::peer)
      return static_cast<void>(
          spot.error(fmt::format("'{}' has a workload of its own, not 'peer'", other.name)));
    const DeviceSpec& far = driven_device(other);
    if (far.queues != device.queues)
      spot.error(fmt::format("{} pairs of queues here, {} there: as many", device.queues, far.queues));
    if (far.net.mtu != device.net.mtu || far.net.gso != device.net.gso)
      spot.error(fmt::format("'{}' has another mtu or gso: both ends have the same", other.name));
  }

  void check_waiting(const VmSpec& group, const Spot& spot) {
    if (group.workload.kind == WorkloadKind::peer && !named_.contains(group.name))
      spot.error("no other VM names this one as its peer (devices[].net.peer.vm)");
  }

  const VmSpec* find(const std::string& name) const {
    const auto found =
        std::find_if(vms_.begin(), vms_.end(), [&](const VmSpec& vm) { return vm.name == name; });
    return found == vms_.end() ? nullptr : &*found;
  }

  const std::vector<VmSpec>& vms_;
  Spot vms_spot_;
  std::set<std::string> named_;
};

}  // namespace

void check_guest_peers(const vm::MachineSpec& machine, const Spot& root) { PeerCheck(machine, root).run(); }

}  // namespace kickpath::scenario
