#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "results/run_result.hpp"
#include "suite/suite_spec.hpp"

/// What the real host did with the rows of a suite, to be compared now or later: `kickpath.measured/1`.
namespace kickpath::suite {

struct MeasuredRow {
  std::string name;
  std::string scenario_hash;
  results::Metrics totals;     ///< over the clean repeats
  std::uint32_t repeats = 0;   ///< made
  std::uint32_t rejected = 0;  ///< of them, on a busy host
  std::string skipped;         ///< why it was not run; empty: it was
  std::string failed;          ///< what went wrong; empty: nothing
};

struct Measured {
  results::Source suite;  ///< name and hash
  World world = World::kvm;
  scenario::RunSpec run;
  bool is_gated = true;  ///< repeats on a busy host do not count
  std::map<std::string, std::string> versions;
  nlohmann::ordered_json host;  ///< hostfacts' record
  std::vector<MeasuredRow> rows;
};

/// The record of the host that made a result, without what is of that run alone.
nlohmann::ordered_json host_of(const results::RunResult& result);

/// A row from the world's result.
MeasuredRow measured_row(const std::string& name, const results::RunResult& result);

}  // namespace kickpath::suite
