#pragma once
#include <cstddef>
#include <string>

#include "results/run_result.hpp"

/// A result for people, on stdout.
namespace kickpath::results {

constexpr std::size_t text_columns = 100;

/// What was run; totals (mean, with the half-width of its 95 % interval); a line per VM when there are
/// several; who used the cores. No line is wider than `text_columns`; a figure that is not known is a dash.
std::string to_text(const RunResult& result);

}  // namespace kickpath::results
