#pragma once
#include "qemu_guest/legacy_transport.hpp"
#include "qemu_guest/modern_transport.hpp"

/// A driver's initialization of a device: VirtIO 1.3 3.1.1.
namespace kickpath::qemu_guest {

using qemu_protocol::DeviceSetUp;

template <class Transport>
SetUpError set_up_queue(Transport& transport, std::uint32_t q, const QueueSetUp& queue) {
  transport.select_queue(q);
  if (transport.queue_size() != queue.size) return SetUpError::queue_size;
  const auto vector = queue.has_interrupt != 0 ? static_cast<std::uint16_t>(q) : no_vector;
  if (!transport.take_vector(vector)) return SetUpError::vector_refused;
  transport.enable_queue(queue);
  if (queue.control != 0) {
    auto& control = *reinterpret_cast<protocol::QueueControl*>(queue.control);
    control.kick = Transport::kick;
    control.kick_address = transport.doorbell();
  }
  return SetUpError::none;
}

template <class Transport>
SetUpError set_up(const PciFunction& function, const DeviceSetUp& plan) {
  using namespace device_status;
  const auto* queues = reinterpret_cast<const QueueSetUp*>(plan.queue_table);
  Transport transport(function, plan);
  if (const SetUpError error = transport.find(); error != SetUpError::none) return error;
  function.enable();
  transport.set_status(reset);
  transport.set_status(acknowledge | driver);
  if ((plan.features & ~transport.offered_features()) != 0) return SetUpError::features_refused;
  if (!transport.accept(plan.features)) return SetUpError::features_refused;
  if (const SetUpError error = set_up_msix(function, queues, plan.queues); error != SetUpError::none)
    return error;
  transport.disconnect_config_vector();
  for (std::uint32_t q = 0; q < plan.queues; ++q)
    if (const SetUpError error = set_up_queue(transport, q, queues[q]); error != SetUpError::none)
      return error;
  transport.set_status(Transport::ready);
  return SetUpError::none;
}

/// A device of virtio in its slot: a transitional one answers to 0x1000 and more, others to 0x1040 and more
/// (VirtIO 1.3 4.1.2).
inline SetUpError set_up_device(const DeviceSetUp& plan) {
  const PciFunction function(plan.slot);
  constexpr std::uint32_t virtio = 0x1af4;
  if ((function.read(0) & 0xffff) != virtio) return SetUpError::no_device;
  return plan.is_legacy != 0 ? set_up<LegacyTransport>(function, plan)
                             : set_up<ModernTransport>(function, plan);
}

}  // namespace kickpath::qemu_guest
