#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "vmm/file_descriptor.hpp"
#include "vmm/kvm.hpp"

namespace kickpath::vmm {

/// What KVM counts of a vcpu by itself (KVM_CAP_BINARY_STATS_FD, Linux 5.14): counted where it happens, at no
/// cost.
class KvmStatistics {
 public:
  KvmStatistics(const Kvm& kvm, int vcpu);

  /// "exits", "halt_successful_poll", ...; nothing where this KVM does not count it.
  std::optional<std::uint64_t> read(const std::string& name) const;

 private:
  void find_all();

  FileDescriptor file_;
  std::map<std::string, std::uint64_t> places_;  ///< of the statistics of one value
};

}  // namespace kickpath::vmm
