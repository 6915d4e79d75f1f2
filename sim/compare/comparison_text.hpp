#pragma once
#include <string>

#include "compare/comparison.hpp"
#include "compare/side.hpp"

/// A comparison for people, on stdout; no line is wider than results::text_columns.
namespace kickpath::compare {

/// "A is better at 95 %: ops_per_s is higher by 12.3 k/s [11.9, 12.8] ..."; one sentence, without an end of
/// line.
std::string verdict_text(const Comparison& comparison);

/// What was compared, the verdict, how it came about, and all figures side by side.
std::string to_text(const Side& a, const Side& b, std::uint64_t seed, const Comparison& comparison);

}  // namespace kickpath::compare
