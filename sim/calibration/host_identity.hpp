#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "calibration/measurement_file.hpp"
#include "time/cycles.hpp"

/// Which host a measurement is of. Files are pooled only if cpu model, kernel, HZ, KVM modules and all their
/// parameters are the same: each of them changes costs.
namespace kickpath::calibration {

/// An error for each difference between the first file and another one, at the other's line.
void check_same_host(std::span<const MeasurementFile> files, config::Errors& errors);

/// "AMD EPYC, Linux 6.18.0, kvm_pvm, HZ=250"; what the file does not know is left out.
std::string describe_host(const MeasurementFile& file);

std::optional<std::int64_t> hz_of(const MeasurementFile& file);
std::optional<Frequency> tsc_of(const MeasurementFile& file);
/// When an idle core's sleep gets deep; nothing where no wake-up showed it.
std::optional<Duration> deep_idle_of(const MeasurementFile& file);

}  // namespace kickpath::calibration
