#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "device/device_spec.hpp"
#include "host/group/group_spec.hpp"
#include "host/system_call_spec.hpp"
#include "notify/gsi_routing_spec.hpp"
#include "vcpu/vcpu_spec.hpp"
#include "vm/boot_spec.hpp"
#include "vm/lifecycle_spec.hpp"
#include "workload/workload_spec.hpp"

/// A group of equal VMs, and where their threads may run.
namespace kickpath::vm {

struct PlacementSpec {
  enum class Vcpus : std::uint8_t {
    any,     ///< unpinned
    spread,  ///< instance i of all vcpus of the scenario on core i modulo cores
    cores    ///< vcpu i of the group on cores[i modulo length]
  };
  enum class Servers : std::uint8_t {
    any,
    same_core,   ///< the core of the vcpu of the device's first queue
    other_core,  ///< the next one, modulo
    cores        ///< server i of the group on cores[i modulo length]
  };
  Vcpus vcpus = Vcpus::any;
  Servers servers = Servers::any;
  std::vector<std::uint32_t> vcpu_cores;
  std::vector<std::uint32_t> server_cores;
};

struct VmSpec {
  std::string name = "vm";
  HostId on = first_host;
  std::uint32_t count = 1;
  std::uint32_t vcpus = 1;
  vcpu::VcpuSpec vcpu;
  std::uint32_t io_bus_devices = 1000;  ///< NR_IOBUS_DEVS of the host kernel; 6 before Linux 2.6.34
  Duration alarm{};                     ///< of the main loop: rearmed no closer than that; 0: exact timers
  std::vector<device::DeviceSpec> devices;
  workload::WorkloadSpec workload;
  PlacementSpec placement;
  std::optional<notify::GsiRoutingSpec> gsi_routing;  ///< none: not modelled, unless there is a boot
  std::optional<BootSpec> boot;
  std::vector<LifecycleStep> lifecycle;
  std::optional<host::CgroupSpec> cgroup;  ///< of each instance
};

/// Host tasks that compute without end.
struct BackgroundSpec {
  std::string name = "hog";
  std::uint32_t count = 1;
  int nice = 0;
  std::vector<std::uint32_t> cores;                   ///< hog i on cores[i modulo length]; empty: unpinned
  std::optional<host::CgroupSpec> cgroup{};           ///< of all of them together
  std::optional<host::SystemCallSpec> system_call{};  ///< instead: one such call after the other
  HostId on = first_host;
};

}  // namespace kickpath::vm
