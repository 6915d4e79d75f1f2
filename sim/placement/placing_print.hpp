#pragma once
#include <cstdint>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "placement/place.hpp"
#include "results/run_result.hpp"

/// What was found, for people, for programs and for spreadsheets.
namespace kickpath::placement {

/// What was placed, and by what.
struct Identity {
  results::Source scenario, profile;
  std::uint64_t seed = 1;
  std::map<std::string, std::string> versions;
  std::uint32_t cores = 1;
  std::size_t threads = 0;  ///< that a placement binds at most
};

/// How far it was searched, the best rows with intervals and gains, the given one, and why each differs.
std::string to_text(const Placing& placing, const Identity& identity);

/// `kickpath.placement/1`.
nlohmann::ordered_json to_json(const Placing& placing, const Identity& identity);

/// A row for each shown, then the given one: rank, placement, given, replicas, mean, ci95_lo, ci95_hi, gain,
/// gain_half_width, standing, constraints, reason. What is not known is an empty cell.
std::string to_csv(const Placing& placing);

}  // namespace kickpath::placement
