#include "capacity/bracket.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace kickpath::capacity {

namespace {

/// Neighbours between which so many further loads decide: each halves what is open.
std::int64_t open_with(std::size_t left) { return std::int64_t{1} << std::min<std::size_t>(left, 62); }

}  // namespace

Bracket bracket_of(const Tried& tried) {
  Bracket bracket;
  for (const auto& [position, is_held] : tried) {
    if (is_held)
      bracket = {position, std::nullopt};
    else if (!bracket.above)
      bracket.above = position;
  }
  return bracket;
}

std::optional<std::size_t> next_of_bracket(const Tried& tried, std::size_t size, std::size_t left) {
  const Bracket bracket = bracket_of(tried);
  // Beyond both ends of the axis lies what needs no trial: nothing holds after its end, no load before it.
  const std::int64_t below = bracket.held ? static_cast<std::int64_t>(*bracket.held) : -1;
  const auto above = static_cast<std::int64_t>(bracket.above.value_or(size));
  if (above - below <= 1 || left == 0) return std::nullopt;
  const std::int64_t middle = below + (above - below) / 2;
  const std::int64_t wanted = bracket.above ? middle : std::max<std::int64_t>(2 * below + 1, 0);
  const std::int64_t least = std::max(above - open_with(left - 1), below + 1);
  const std::int64_t most = std::min(below + open_with(left - 1), above - 1);
  return static_cast<std::size_t>(least <= most ? std::clamp(wanted, least, most) : middle);
}

std::size_t enough_loads(std::size_t size) { return static_cast<std::size_t>(std::bit_width(size)); }

}  // namespace kickpath::capacity
