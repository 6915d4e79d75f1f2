#pragma once
#include <memory>
#include <vector>

#include "measure/kvm_host.hpp"
#include "measure/suite.hpp"

namespace kickpath::measure {

/// What KVM and its guests cost on this host: kicks, exits, interrupts, halts. The groups share `host`.
std::vector<Group> kvm_suite(const std::shared_ptr<const KvmHost>& host);

/// The same table, to be listed only: its groups cannot run.
std::vector<Group> kvm_suite_listed();

/// The host's and KVM's. Throws vmm::MachineCannot where there is no KVM.
std::vector<Group> whole_suite();

}  // namespace kickpath::measure
