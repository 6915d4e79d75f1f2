#include "vmm/vm_descriptor.hpp"

#include <cstddef>
#include <sys/ioctl.h>

#include "vmm/doors.hpp"
#include "vmm/interrupt_line.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::vmm {

namespace {

// Three pages that KVM needs for real mode on some Intel processors (KVM_SET_TSS_ADDR must precede the
// vcpus); where, does not matter here.
constexpr unsigned long task_state_pages = 0xfffbd000;

void set_halt_poll(const Kvm& kvm, int vm, Duration most) {
  if (!kvm.has(KVM_CAP_HALT_POLL)) return;
  kvm_enable_cap request{};
  request.cap = KVM_CAP_HALT_POLL;
  request.args[0] = static_cast<std::uint64_t>(most.count() / 1000);  // ns
  checked(ioctl(vm, KVM_ENABLE_CAP, &request), "KVM_ENABLE_CAP (KVM_CAP_HALT_POLL)");
}

void add_memory(int vm, const GuestRam& ram) {
  kvm_userspace_memory_region region{};
  region.memory_size = ram.size();
  region.userspace_addr = reinterpret_cast<std::uint64_t>(ram.data());
  checked(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

// Replaces the default table, whose pins nobody uses.
void route_messages(int vm, const GuestPlan& plan) {
  std::vector<std::byte> bytes(sizeof(kvm_irq_routing) + plan.queues.size() * sizeof(kvm_irq_routing_entry));
  auto& table = *reinterpret_cast<kvm_irq_routing*>(bytes.data());
  table.nr = static_cast<std::uint32_t>(plan.queues.size());
  for (const QueuePlan& queue : plan.queues) {
    kvm_irq_routing_entry& entry = table.entries[queue.door];
    const kvm_msi message = message_to(queue.vcpu, queue.vector);
    entry.gsi = gsi_of(queue.door);
    entry.type = KVM_IRQ_ROUTING_MSI;
    entry.u.msi.address_lo = message.address_lo;
    entry.u.msi.data = message.data;
  }
  checked(ioctl(vm, KVM_SET_GSI_ROUTING, &table), "KVM_SET_GSI_ROUTING");
}

}  // namespace

FileDescriptor create_vm(const Kvm& kvm, const GuestRam& ram, const GuestPlan& plan, Duration halt_poll) {
  FileDescriptor vm = kvm.create_vm();
  checked(ioctl(vm.get(), KVM_SET_TSS_ADDR, task_state_pages), "KVM_SET_TSS_ADDR");
  checked(ioctl(vm.get(), KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP");
  set_halt_poll(kvm, vm.get(), halt_poll);
  add_memory(vm.get(), ram);
  route_messages(vm.get(), plan);
  return vm;
}

}  // namespace kickpath::vmm
