#include "vm/virtio_device.hpp"

#include "device/backend_catalogue.hpp"

namespace kickpath::vm {

namespace {

using notify::InterruptPathKind;
using server::ServerKind;
using server::ServerSpec;

// A small bus is left to vhost.
bool has_ioeventfd(const VirtioDevice::Parts& parts) {
  if (notify::returns_to_userspace(parts.spec.kick)) return false;
  return parts.spec.server.kind == ServerKind::vhost || parts.pci.io_bus().has_many_places();
}

// Where kicks return to userspace, the vcpu thread finds them there, whoever was to serve.
ServerSpec server_of(const VirtioDevice::Parts& parts) {
  ServerSpec spec = parts.spec.server;
  if (!has_ioeventfd(parts)) spec.kind = ServerKind::vcpu;
  return spec;
}

// What a vcpu thread serves inline is done before the guest runs on, and needs no interrupt.
InterruptPathKind interrupt_of(const VirtioDevice::Parts& parts, const ServerSpec& server) {
  const bool is_inline = server.kind == ServerKind::vcpu && !device::is_asynchronous(parts.spec.backend);
  return is_inline ? InterruptPathKind::none : parts.spec.interrupt;
}

device::BackendParts backend_parts(const VirtioDevice::Parts& parts, const Servers::Client& client) {
  return {parts.host, parts.name, parts.servers.helper_of(client, "worker"),
          client.spec.kind == ServerKind::thread_per_queue, parts.vm.workload.flush_every != 0};
}

DeviceInterrupts::Parts interrupt_parts(const VirtioDevice::Parts& parts, const ServerSpec& server) {
  return {parts.host,
          parts.spec,
          interrupt_of(parts, server),
          server.kind == ServerKind::vhost ? notify::Caller::kernel : notify::Caller::userspace,
          parts.number,
          parts.guests,
          parts.pci};
}

}  // namespace

VirtioDevice::VirtioDevice(const Parts& parts) : interrupts_(interrupt_parts(parts, server_of(parts))) {
  const ServerSpec spec = server_of(parts);
  const Servers::Client client{spec, parts.number, parts.name};
  backend_ = device::make_backend(parts.spec.backend, backend_parts(parts, client));
  for (std::uint32_t q = 0; q < parts.spec.queues; ++q) {
    Guest& owner = *parts.guests[q % parts.guests.size()];
    server::Server& server = parts.servers.of(client, q);
    queues_.push_back(std::make_unique<VirtioQueue>(
        VirtioQueueParts{parts.host, parts.spec, QueueId{q}, owner, *backend_, interrupts_.of_queue(q),
                         parts.servers.lock(), server, parts.pci.io_bus(), parts.number, parts.vm.workload}));
    server.attach(queues_.back()->served());
    if (parts.spec.name != parts.vm.workload.device) continue;
    // Queues of all devices count from 0: the guest knows the doors of the one that it drives.
    owner.world().add({QueueId{q}, &queues_.back()->notifier(), server.poller()});
    owner.drive(*queues_.back());
  }
}

}  // namespace kickpath::vm
