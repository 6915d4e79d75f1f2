#pragma once
#include <fmt/format.h>
#include <string>

/// Shares as tables show them.
namespace kickpath::suite {

inline std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }
inline std::string signed_percent(double share) { return fmt::format("{:+.1f} %", 100 * share); }

}  // namespace kickpath::suite
