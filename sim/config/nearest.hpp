#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kickpath::config {

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost 1
/// each.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate with the least distance to `word`, the first of equals; none when more than a third of the
/// longer word (at least 1) would have to change. Case counts nothing.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

/// " (did you mean 'count'?)", or when nothing is near " (known: a, b, c)".
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace kickpath::config
