#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "calibration/fit.hpp"

namespace kickpath::calibration {

/// Tables for people: each cost with its interval and origin, each measurement against the fit, and what was
/// not used.
std::string to_text(const Fit& fit);

/// The same for programs (`kickpath.calibration/1`).
nlohmann::ordered_json to_json(const Fit& fit);

}  // namespace kickpath::calibration
