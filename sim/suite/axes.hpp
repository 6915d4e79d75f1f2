#pragma once
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "suite/suite_spec.hpp"

namespace kickpath::suite {

/// The one axis in which two resolved scenarios differ: a declared one, or the path of a single value.
/// Nothing where they differ in none, or in several.
std::optional<std::string> single_axis(const nlohmann::ordered_json& a, const nlohmann::ordered_json& b,
                                       const Axes& declared);

}  // namespace kickpath::suite
