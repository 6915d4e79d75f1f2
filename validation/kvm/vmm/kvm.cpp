#include "vmm/kvm.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/ioctl.h>

#include "vmm/system_call.hpp"

namespace kickpath::vmm {

namespace {

constexpr std::uint32_t tsc_deadline_timer = 1u << 24;  // CPUID.1:ECX

std::string reason_of(const std::string& device, int error) {
  if (error == ENOENT) return device + " does not exist: this kernel has no KVM, or its module is not loaded";
  if (error == EACCES || error == EPERM)
    return "no permission to open " + device + ": be root, or in its group (kvm)";
  return device + " cannot be opened: " + std::strerror(error);
}

}  // namespace

std::optional<std::string> kvm_missing(const std::string& device) {
  const FileDescriptor fd{open(device.c_str(), O_RDWR | O_CLOEXEC)};
  if (fd.get() < 0) return reason_of(device, errno);
  const int version = ioctl(fd.get(), KVM_GET_API_VERSION, 0);
  if (version == KVM_API_VERSION) return std::nullopt;
  if (version < 0) return device + " is no KVM: " + std::strerror(errno);
  return device + " speaks version " + std::to_string(version) + " of KVM's interface, not " +
         std::to_string(KVM_API_VERSION);
}

Kvm::Kvm() {
  if (const auto reason = kvm_missing()) throw MachineCannot(*reason);
  device_ = FileDescriptor{checked(open("/dev/kvm", O_RDWR | O_CLOEXEC), "open /dev/kvm")};
}

int Kvm::extension(int capability) const {
  return std::max(0, ioctl(device_.get(), KVM_CHECK_EXTENSION, capability));
}

// KVM's documentation: where KVM_CAP_MAX_VCPUS is not there, the recommended number is the most.
std::uint32_t Kvm::max_vcpus() const {
  const int most = extension(KVM_CAP_MAX_VCPUS);
  const int recommended = extension(KVM_CAP_NR_VCPUS);
  return static_cast<std::uint32_t>(most > 0 ? most : std::max(recommended, 4));
}

FileDescriptor Kvm::create_vm() const {
  return FileDescriptor{checked(ioctl(device_.get(), KVM_CREATE_VM, 0), "KVM_CREATE_VM")};
}

std::size_t Kvm::vcpu_mapping_bytes() const {
  return static_cast<std::size_t>(
      checked(ioctl(device_.get(), KVM_GET_VCPU_MMAP_SIZE, 0), "KVM_GET_VCPU_MMAP_SIZE"));
}

std::vector<kvm_cpuid_entry2> Kvm::supported_cpuid() const {
  constexpr std::uint32_t room = 512;
  const auto bytes = std::make_unique<std::byte[]>(sizeof(kvm_cpuid2) + room * sizeof(kvm_cpuid_entry2));
  auto& list = *reinterpret_cast<kvm_cpuid2*>(bytes.get());
  list.nent = room;
  checked(ioctl(device_.get(), KVM_GET_SUPPORTED_CPUID, &list), "KVM_GET_SUPPORTED_CPUID");
  std::vector<kvm_cpuid_entry2> entries(list.entries, list.entries + list.nent);
  for (kvm_cpuid_entry2& entry : entries)
    if (entry.function == 1 && has(KVM_CAP_TSC_DEADLINE_TIMER)) entry.ecx |= tsc_deadline_timer;
  return entries;
}

}  // namespace kickpath::vmm
