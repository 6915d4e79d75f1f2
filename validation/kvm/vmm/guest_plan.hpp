#pragma once
#include <cstdint>
#include <vector>

#include "device/rings.hpp"
#include "program/request_layout.hpp"
#include "vm/vm_spec.hpp"

/// Where everything of one VM lies in its memory, computed before any of it exists.
namespace kickpath::vmm {

/// One virtqueue of a VM. `door` numbers them over all devices: their port or MMIO word, and their GSI.
struct QueuePlan {
  std::uint32_t device = 0;
  std::uint32_t id = 0;  ///< of its device
  std::uint32_t door = 0;
  std::uint32_t vcpu = 0;
  unsigned vector = 0;
  std::uint32_t in_flight = 0;  ///< 0: the workload does not drive it
  device::Rings rings;
  program::RequestLayout requests;
  std::uint64_t driver_slots = 0;
  std::uint64_t request_slots = 0;
};

struct VcpuPlan {
  std::uint64_t control = 0;
  std::uint64_t task_state = 0;   ///< TSS with the I/O bitmap
  std::uint64_t ring0_stack = 0;  ///< top
  std::uint64_t ring3_stack = 0;  ///< top
  std::uint64_t histogram = 0;
  std::uint64_t queue_table = 0;
  std::uint64_t scratch = 0;
  std::uint64_t scratch_bytes = 0;
  std::vector<std::uint32_t> driven;  ///< places in GuestPlan::queues
};

struct GuestPlan {
  std::vector<VcpuPlan> vcpus;
  std::vector<QueuePlan> queues;
  std::uint64_t compute_table = 0;   ///< 0: the law is fixed
  std::uint64_t arrivals_table = 0;  ///< likewise
  std::uint64_t samples = 0;         ///< of a measurement, room for `sample_room`
  std::uint64_t shared = 0;          ///< what driver and device share: rings, requests, data
  std::uint64_t shared_bytes = 0;
  std::uint64_t memory_bytes = 0;  ///< whole large pages
};

/// `sample_room`: samples that a measurement may leave.
GuestPlan plan_guest(const vm::VmSpec& spec, std::uint64_t sample_room = 0);

}  // namespace kickpath::vmm
