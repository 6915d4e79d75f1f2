#pragma once
#include <string>

#include "vmm/kvm_api.hpp"

namespace kickpath::vmm {

/// "KVM_EXIT_MMIO (write of 4 bytes at 0xd0000000)": why KVM_RUN came back.
std::string describe_exit(const kvm_run& run);

}  // namespace kickpath::vmm
