#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "vmm/file_descriptor.hpp"
#include "vmm/kvm_api.hpp"

/// /dev/kvm: what this kernel can do, and the VMs that it makes.
namespace kickpath::vmm {

/// Why there is no KVM here, in words for a user; nothing if there is one.
std::optional<std::string> kvm_missing(const std::string& device = "/dev/kvm");

class Kvm {
 public:
  /// Throws MachineCannot.
  Kvm();

  /// KVM_CHECK_EXTENSION: 0 for what is not there.
  int extension(int capability) const;
  bool has(int capability) const { return extension(capability) > 0; }
  std::uint32_t max_vcpus() const;

  FileDescriptor create_vm() const;
  std::size_t vcpu_mapping_bytes() const;
  /// The CPUID that this KVM supports, with the timer mode that it has but does not list.
  std::vector<kvm_cpuid_entry2> supported_cpuid() const;

 private:
  FileDescriptor device_;
};

}  // namespace kickpath::vmm
