#include "trace/attribution/charge.hpp"

#include <algorithm>

namespace kickpath::trace {

namespace {

Duration sum_of(const std::vector<Piece>& pieces) {
  Duration sum{};
  for (const Piece& piece : pieces) sum += piece.work;
  return sum;
}

bool are_alike(const std::vector<Piece>& pieces) {
  return std::all_of(pieces.begin(), pieces.end(),
                     [&](const Piece& piece) { return piece.part == pieces.front().part; });
}

/// The latest of them that make up exactly `work`; none: no such.
std::vector<Piece> latest(const std::vector<Piece>& priced, Duration work) {
  Duration sum{};
  for (std::size_t i = priced.size(); i-- > 0;) {
    sum += priced[i].work;
    if (sum == work) return {priced.begin() + static_cast<std::ptrdiff_t>(i), priced.end()};
  }
  return {};
}

}  // namespace

// Half of an exit, so many bytes, so many lines: one cost, another amount. A lock's line and what is done
// under the lock are one charge: the line is no measure of it.
std::vector<Piece> pieces_of(Duration work, const std::vector<Piece>& priced, Part rest) {
  if (priced.empty()) return {{rest, work}};
  if (auto exact = latest(priced, work); !exact.empty()) return exact;
  const Duration sum = sum_of(priced);
  const Piece& last = priced.back();
  if (are_alike(priced)) {
    const bool is_line_of_lock =
        last.part == Part::cache_lines && priced.size() == 1 && work > sum && work % sum != Duration::zero();
    if (is_line_of_lock) return {last, {rest, work - sum}};
    return {{last.part, work}};
  }
  if (work > sum) {
    std::vector<Piece> all = priced;
    all.push_back({rest, work - sum});
    return all;
  }
  return {{last.part, work}};
}

}  // namespace kickpath::trace
