#pragma once
#include "cli/kvm_world.hpp"
#include "suite/measured.hpp"
#include "suite/suite.hpp"

namespace kickpath::cli {

/// Every row of the suite on the KVM of this host, one after another, with progress. A row that this host
/// refuses is skipped, one whose run fails is kept as failed; both say why. Throws vmm::MachineCannot where
/// there is no KVM.
suite::Measured measure_rows(const suite::Suite& suite, const KvmOptions& options);

}  // namespace kickpath::cli
