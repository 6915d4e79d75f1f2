#pragma once
#include <string>

#include "results/run_result.hpp"

/// A result for spreadsheets (RFC 4180, but with bare newlines as line ends).
namespace kickpath::results {

/// One row for `totals`, then one per VM. Columns: scenario, world, seed, replicas, instance, and for each
/// metric KEY.median, KEY.mean, KEY.ci95_lo, KEY.ci95_hi. An unknown figure is an empty cell.
std::string to_csv(const RunResult& result);

/// A text as one cell: quoted where it needs to be.
std::string csv_cell(const std::string& text);

}  // namespace kickpath::results
