#include "vmm/vcpu.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <vector>

#include "vmm/exit_text.hpp"
#include "vmm/system_call.hpp"

namespace kickpath::vmm {

Vcpu::Vcpu(const Kvm& kvm, int vm, const VcpuPlan& plan, std::uint32_t index)
    : index_(index), fd_(checked(ioctl(vm, KVM_CREATE_VCPU, index), "KVM_CREATE_VCPU")),
      statistics_(kvm, fd_.get()), mapping_bytes_(kvm.vcpu_mapping_bytes()) {
  void* const at = mmap(nullptr, mapping_bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
  if (at == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap of a vcpu");
  run_ = static_cast<kvm_run*>(at);
  set_cpuid(kvm);
  share_counter();

  kvm_sregs system{};
  checked(ioctl(fd_.get(), KVM_GET_SREGS, &system), "KVM_GET_SREGS");
  set_system_registers(system, plan, index);
  checked(ioctl(fd_.get(), KVM_SET_SREGS, &system), "KVM_SET_SREGS");
  kvm_lapic_state lapic{};
  checked(ioctl(fd_.get(), KVM_GET_LAPIC, &lapic), "KVM_GET_LAPIC");
  set_lapic(lapic);
  checked(ioctl(fd_.get(), KVM_SET_LAPIC, &lapic), "KVM_SET_LAPIC");
  kvm_mp_state runnable{KVM_MP_STATE_RUNNABLE};  // else all but the first wait for a SIPI
  checked(ioctl(fd_.get(), KVM_SET_MP_STATE, &runnable), "KVM_SET_MP_STATE");
  const kvm_regs registers = initial_registers(plan);
  checked(ioctl(fd_.get(), KVM_SET_REGS, &registers), "KVM_SET_REGS");
}

Vcpu::~Vcpu() { munmap(run_, mapping_bytes_); }

void Vcpu::set_cpuid(const Kvm& kvm) const {
  std::vector<kvm_cpuid_entry2> entries = kvm.supported_cpuid();
  for (kvm_cpuid_entry2& entry : entries) {
    if (entry.function == 1) entry.ebx = (entry.ebx & 0x00ffffff) | index_ << 24;  // initial APIC id
    if (entry.function == 0xb || entry.function == 0x1f) entry.edx = index_;       // x2APIC id
  }
  std::vector<std::byte> bytes(sizeof(kvm_cpuid2) + entries.size() * sizeof(kvm_cpuid_entry2));
  auto& list = *reinterpret_cast<kvm_cpuid2*>(bytes.data());
  list.nent = static_cast<std::uint32_t>(entries.size());
  std::copy(entries.begin(), entries.end(), list.entries);
  checked(ioctl(fd_.get(), KVM_SET_CPUID2, &list), "KVM_SET_CPUID2");
}

// The guest's counter shows what the host's shows, where KVM lets us say so (Linux 5.16). Only one-way
// latencies of `measure` need it, and they verify it.
void Vcpu::share_counter() const {
  std::uint64_t offset = 0;
  kvm_device_attr attribute{};
  attribute.group = KVM_VCPU_TSC_CTRL;
  attribute.attr = KVM_VCPU_TSC_OFFSET;
  attribute.addr = reinterpret_cast<std::uint64_t>(&offset);
  if (ioctl(fd_.get(), KVM_HAS_DEVICE_ATTR, &attribute) == 0)
    checked(ioctl(fd_.get(), KVM_SET_DEVICE_ATTR, &attribute), "KVM_SET_DEVICE_ATTR (TSC offset)");
}

bool Vcpu::run() {
  const int result = ioctl(fd_.get(), KVM_RUN, 0);
  if (result < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  checked(result, "KVM_RUN");
  full_exits_.store(full_exits() + 1, std::memory_order_relaxed);
  return true;
}

kvm_regs Vcpu::registers() const {
  kvm_regs registers{};
  checked(ioctl(fd_.get(), KVM_GET_REGS, &registers), "KVM_GET_REGS");
  return registers;
}

std::string Vcpu::describe() const {
  const kvm_regs r = registers();
  kvm_sregs s{};
  checked(ioctl(fd_.get(), KVM_GET_SREGS, &s), "KVM_GET_SREGS");
  return fmt::format(
      "{}\n  rip {:#x} rsp {:#x} rflags {:#x} cs {:#x} cr2 {:#x} cr3 {:#x}\n"
      "  rax {:#x} rbx {:#x} rcx {:#x} rdx {:#x} rsi {:#x} rdi {:#x} rbp {:#x}",
      describe_exit(*run_), r.rip, r.rsp, r.rflags, s.cs.selector, s.cr2, s.cr3, r.rax, r.rbx, r.rcx, r.rdx,
      r.rsi, r.rdi, r.rbp);
}

}  // namespace kickpath::vmm
