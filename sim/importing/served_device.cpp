#include "importing/served_device.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "importing/machine_type.hpp"
#include "importing/naming.hpp"
#include "virtqueue/layout.hpp"

namespace kickpath::importing {

namespace {

using By = ServedDevice::By;

class Resolver {
 public:
  Resolver(const Guest& guest, Findings& findings, config::Errors& errors)
      : guest_(guest), findings_(findings), errors_(errors), blk_(blk_defaults_of(guest.machine)) {}

  ServedDevice resolve(const Device& device) {
    ServedDevice served;
    served.source = &device;
    served.name = names_.give(device.name, device.nic ? "net" : "disk");
    size_queues(served);
    choose_server(served);
    choose_kick(served);
    choose_interrupt(served);
    return served;
  }

 private:
  void size_queues(ServedDevice& served) {
    const Device& device = *served.source;
    const bool has_one = served.is_net() || device.transport == Transport::mmio || !blk_.has_queue_per_vcpu;
    served.queues = device.queues.value_or(has_one ? 1 : guest_.vcpus);
    // Linux v6.6 drivers/block/virtio_blk.c init_vq, drivers/net/virtio_net.c virtnet_probe
    if (served.queues > guest_.vcpus) {
      findings_.changed(device.place, served.name + ": queues",
                        fmt::format("{}, of which Linux uses one a vcpu: {}", served.queues, guest_.vcpus));
      served.queues = guest_.vcpus;
    }
    served.queue_size = device.queue_size.value_or(served.is_net() ? 256 : blk_.queue_size);
    if (!virtqueue::is_queue_size(static_cast<std::uint16_t>(served.queue_size)))
      errors_.add(device.place, served.name + ": queue size",
                  fmt::format("must be a power of two, not {}", served.queue_size));
    served.is_packed = device.is_packed && !served.is_net();
    if (device.is_packed && served.is_net())
      findings_.changed(device.place, served.name + ": packed",
                        "packed rings are not modelled of a network device; taken as split");
  }

  void choose_server(ServedDevice& served) {
    const Device& device = *served.source;
    for (const std::string& id : device.iothreads) {
      const auto iothread = std::find_if(guest_.iothreads.begin(), guest_.iothreads.end(),
                                         [&](const Iothread& other) { return other.id == id; });
      if (iothread == guest_.iothreads.end())
        errors_.add(device.place, served.name + ": iothread",
                    fmt::format("there is no iothread '{}'", shown(id)));
      else
        served.iothreads.push_back(&*iothread);
    }
    if (served.iothreads.size() > served.queues) {
      findings_.changed(device.place, served.name + ": iothreads", "more than queues; some serve none");
      served.iothreads.resize(served.queues);
    }
    served.by = !device.has_ioeventfd                ? By::vcpu
                : device.nic && device.nic->is_vhost ? By::vhost
                : !served.iothreads.empty()          ? By::iothreads
                                                     : By::main_loop;
    if (served.by == By::vcpu && !device.iothreads.empty())  // hw/block/virtio-blk.c
      errors_.add(device.place, served.name + ": ioeventfd", "QEMU refuses an iothread without ioeventfd");
    if (served.by == By::vcpu && device.nic && device.nic->is_vhost)
      findings_.changed(device.place, served.name + ": vhost",
                        "without ioeventfd QEMU falls back to serving the packets itself");
  }

  // QEMU hw/virtio/virtio-pci.c virtio_pci_ioeventfd_assign: a modern device's doorbells are of any length
  // (KVM_CAP_IOEVENTFD_ANY_LENGTH); hw/virtio/virtio-mmio.c: of four bytes, with a datamatch.
  void choose_kick(ServedDevice& served) {
    const Device& device = *served.source;
    const bool is_pio = device.transport == Transport::legacy_pci || device.is_pio_notify;
    if (!device.has_ioeventfd)
      served.kick = is_pio ? "userspace-pio" : "userspace-mmio";
    else if (is_pio)
      served.kick = "ioeventfd-pio";
    else
      served.kick = device.transport == Transport::mmio ? "ioeventfd-mmio" : "ioeventfd-mmio-wildcard";
  }

  // An irqfd belongs to who has set guest notifiers: vhost, and virtio-blk once its ioeventfds are on (until
  // QEMU 10.0; QEMU 10.1 uses them in iothreads alone). Others call ioctl(KVM_SIGNAL_MSI).
  void choose_interrupt(ServedDevice& served) {
    const Device& device = *served.source;
    const bool has_notifiers = served.by == By::vhost || served.by == By::iothreads ||
                               (served.by == By::main_loop && !served.is_net());
    const bool is_mmio = device.transport == Transport::mmio;
    served.interrupt = has_notifiers && (!is_mmio || served.by == By::vhost) ? "irqfd" : "ioctl";
    const bool has_one_target = served.queues == 1 || guest_.vcpus == 1;
    const bool wants_line = is_mmio || device.vectors.value_or(2) < 2;
    const bool shares = device.vectors && *device.vectors < served.virtqueues() + 1;
    served.is_intx = wants_line && has_one_target;
    if (shares && !wants_line && has_one_target) served.vectors = device.vectors;
    if ((wants_line || shares) && !has_one_target)
      findings_.changed(
          device.place, served.name + ": vectors",
          "a line or vector for all queues of several vcpus is not modelled; taken as one each");
  }

  const Guest& guest_;
  Findings& findings_;
  config::Errors& errors_;
  BlkDefaults blk_;
  Naming names_;
};

}  // namespace

std::vector<ServedDevice> serve_devices(const Guest& guest, Findings& findings, config::Errors& errors) {
  Resolver resolver(guest, findings, errors);
  std::vector<ServedDevice> served;
  for (const Device& device : guest.devices) served.push_back(resolver.resolve(device));
  return served;
}

}  // namespace kickpath::importing
