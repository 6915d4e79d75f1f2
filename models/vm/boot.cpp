#include "vm/boot.hpp"

#include <utility>

#include "vm/msix_setup.hpp"

namespace kickpath::vm {

namespace {

/// Of a disk that is set up and then does no I/O.
class SilentRoute final : public notify::IrqRoute {
 public:
  void set(host::Task&, bool) override {}
};

SilentRoute silent;

void access(vcpu::Vcpu& vcpu, vcpu::ExitKind kind, std::uint32_t times) {
  for (std::uint32_t i = 0; i < times; ++i) vcpu.exit_to_userspace(kind, [] {});
}

Distribution share_of(const BootSpec& spec) {
  const Duration mean = spec.other / spec.disks;
  return mean == Duration::zero() ? Distribution::fixed(mean)
                                  : Distribution::uniform(mean / 2, mean + mean / 2);
}

}  // namespace

Boot::Boot(const BootSpec& spec, VmIndex vm, notify::GsiRouting& routing, Probes& probes,
           engine::RandomStream stream)
    : spec_(spec), other_{share_of(spec), std::move(stream)}, vm_(vm), routing_(routing), probes_(probes) {}

void Boot::run(vcpu::Vcpu& vcpu) {
  const engine::Simulation& simulation = vcpu.task().host().simulation();
  const Instant begun = simulation.now();
  const std::uint64_t updates_before = routing_.updates();
  for (std::uint32_t disk = 0; disk < spec_.disks; ++disk) {
    vcpu.compute(other_());
    set_up_disk(vcpu);
  }
  probes_.booted(vm_, simulation.now() - begun, routing_.updates() - updates_before);
}

void Boot::set_up_disk(vcpu::Vcpu& vcpu) {
  const MsixSetup setup = msix_setup(spec_.queues);
  access(vcpu, vcpu::ExitKind::pio, setup.port_accesses - 1);
  access(vcpu, vcpu::ExitKind::mmio, setup.table_accesses);
  vcpu.exit_to_userspace(vcpu::ExitKind::pio, [&] { start_disk(vcpu.task()); });
}

// DRIVER_OK, which starts the data plane: a route and an irqfd for each queue, and the whole table to KVM
// each time (QEMU 2.0 hw/virtio/virtio-pci.c kvm_virtio_pci_vector_use, kvm-all.c kvm_irqchip_add_msi_route;
// from memory). The configuration's vector stays the VMM's own until QEMU 8.1, and needs no route.
void Boot::start_disk(host::Task& vmm) {
  for (std::uint32_t q = 0; q < spec_.queues; ++q) routing_.assign(vmm, silent);
}

}  // namespace kickpath::vm
