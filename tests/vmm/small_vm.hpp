#pragma once
#include <string>
#include <utility>

#include "time/duration.hpp"
#include "vm/vm_spec.hpp"

/// Small VMs to begin from.
namespace kickpath::testing {

using namespace literals;

inline device::DeviceSpec device_of(std::string name, std::uint16_t queues, std::uint16_t size = 16) {
  device::DeviceSpec spec;
  spec.name = std::move(name);
  spec.queues = queues;
  spec.queue.size = size;
  return spec;
}

/// One doorbell, "ring", in a closed loop.
inline vm::VmSpec vm_of(std::uint32_t vcpus, std::uint16_t queues, std::uint16_t size = 16) {
  vm::VmSpec spec;
  spec.vcpus = vcpus;
  spec.devices.push_back(device_of("ring", queues, size));
  return spec;
}

}  // namespace kickpath::testing
