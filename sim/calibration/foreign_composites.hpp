#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "calibration/composites.hpp"
#include "config/error.hpp"
#include "time/cycles.hpp"

/// Composites from measurements that others make: traces and logs of kvm-unit-tests.
namespace kickpath::calibration {

enum class InputKind : unsigned char {
  measurement,  ///< of `kickpath measure`
  trace,        ///< text of perf script or tracefs
  vmexit        ///< log of kvm-unit-tests' x86/vmexit
};

/// By the first lines. What cannot be read counts as a measurement, whose reader says why.
InputKind kind_of(const std::filesystem::path& path);

/// `tsc`: of dates and counts in cycles; an error where one is needed. `notes`: sentences for the user.
Composites composites_of_trace(const std::filesystem::path& path, std::optional<Frequency> tsc,
                               config::Errors& errors, std::vector<std::string>& notes);
Composites composites_of_vmexit(const std::filesystem::path& path, std::optional<Frequency> tsc,
                                config::Errors& errors);

}  // namespace kickpath::calibration
