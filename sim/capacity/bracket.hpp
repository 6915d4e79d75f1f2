#pragma once
#include <cstddef>
#include <map>
#include <optional>

/// Which load to try next, so that the largest one that holds is found. Loads are positions on an axis, the
/// least load first.
namespace kickpath::capacity {

/// Positions that were tried, and whether they hold; what is not sure to hold does not.
using Tried = std::map<std::size_t, bool>;

struct Bracket {
  std::optional<std::size_t> held;   ///< the largest that holds; nothing: none does so far
  std::optional<std::size_t> above;  ///< the smallest beyond it that does not; nothing: none so far
};

Bracket bracket_of(const Tried& tried);

/// A position between the ends of the bracket, or nothing where they are neighbours (or the axis' own ends),
/// or `left` loads are. While nothing has failed to hold: twice as many loads further, so that what is tried
/// is never much larger, and dearer to simulate, than what is looked for. Then the middle. But never a
/// position from which `left` loads would not do, if they do.
std::optional<std::size_t> next_of_bracket(const Tried& tried, std::size_t size, std::size_t left);

/// With which the capacity of an axis of so many values is found, whatever it is.
std::size_t enough_loads(std::size_t size);

}  // namespace kickpath::capacity
