#pragma once
#include <functional>

#include "cli/kvm_world.hpp"
#include "suite/measured.hpp"
#include "suite/suite.hpp"

namespace kickpath::cli {

/// Measures every row of the suite on this host's KVM, in rounds: a repeat of each row, each followed by `after_row`, and
/// again, as often as the suite wants repeats. So what the host's neighbours do over minutes is in all rows alike. What the host cannot
/// run is skipped with the reason; a row that fails keeps its message, and the others go on.
suite::Measured measure_rows(const suite::Suite& suite, const KvmOptions& options,
                             const std::function<void()>& after_row = [] {});

}  // namespace kickpath::cli
