#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "scenario/scenario_spec.hpp"

/// What a run is known by: two runs with the same key give the same result, so one of them is enough.
namespace kickpath::study {

/// Of the scenario with every default filled in, without what does not change a machine: name, profile,
/// references, replicas, seed. 32 hexadecimal digits (FNV-1a, 128 bits).
std::string point_key(const scenario::ScenarioSpec& spec);

/// Of one replica: its scenario (point_key), the profile's content (Loaded::hash), its own seed
/// (scenario::replica_seed), and the versions() that run it. 32 hexadecimal digits.
std::string run_key(const std::string& point_key, const std::string& profile_hash, std::uint64_t seed);

/// Of what decides on a result: kickpath, simgrid.
const std::map<std::string, std::string>& versions();

}  // namespace kickpath::study
