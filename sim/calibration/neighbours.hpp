#pragma once
#include "calibration/measurement_file.hpp"
#include "cost/cost_profile.hpp"

namespace kickpath::calibration {

/// What other tenants of the machine do to a host's cores, by what an empty system call takes: its time has
/// two modes where their threads come and go on the cores' SMT siblings. p5 is of a core to itself, p90 of
/// one that is shared, the mean says how often. None where the two are within 5 %. Computing, which is slowed
/// down more than the kernel's work, is a figure of its own: what work of a known size takes on average.
cost::Neighbours neighbours_of(const MeasurementFile& file);

}  // namespace kickpath::calibration
