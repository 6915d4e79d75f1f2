#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/spot.hpp"

namespace kickpath::capacity {

/// A value of an axis as a number.
struct Reading {
  std::int64_t exact = 0;  ///< in the smallest unit
  double value = 0;        ///< in the base unit: seconds, bytes, bytes a second, or none
};

/// Numbers or quantities of one kind; or maps of one key to such ({exponential: 200 us}). Nothing after
/// errors, which are told at the value.
std::optional<std::vector<Reading>> read_values(const std::vector<config::NodePtr>& values,
                                                const std::string& path, config::Errors& errors);

/// Of a text that is of the kind of `like`.
std::optional<Reading> read_like(const config::NodePtr& like, const std::string& text);

}  // namespace kickpath::capacity
