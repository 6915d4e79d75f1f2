#pragma once
#include <functional>

#include "cli/kvm_world.hpp"
#include "suite/measured.hpp"
#include "suite/suite.hpp"

namespace kickpath::cli {

/// Measures every row of the suite in its world on this host, in rounds, as many as the suite wants repeats,
/// `after_row` after each row of a round. World kvm repeats each row once a round: what the host's neighbours
/// do over minutes is in all rows alike. World qemu boots a row once, for that takes seconds, and repeats it
/// there: a round is a part of the rows. What the host cannot run is skipped with the reason; a row that
/// fails keeps its message, and the others go on.
suite::Measured measure_rows(
    const suite::Suite& suite, const KvmOptions& options, const std::function<void()>& after_row = [] {});

}  // namespace kickpath::cli
