#include "capacity/search.hpp"

#include <iterator>

namespace kickpath::capacity {

namespace {

struct Turn {
  std::size_t row = 0;
  Wanted wanted;
};

std::vector<Turn> turns_of(const std::vector<RowSearch>& rows) {
  std::vector<Turn> turns;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (const auto wanted = rows[row].next()) turns.push_back({row, *wanted});
  return turns;
}

}  // namespace

void search(std::vector<RowSearch>& rows, const Evaluate& evaluate) {
  for (auto turns = turns_of(rows); !turns.empty(); turns = turns_of(rows)) {
    std::vector<Job> jobs;
    for (const Turn& turn : turns)
      for (std::uint32_t replica = turn.wanted.from; replica < turn.wanted.to; ++replica)
        jobs.push_back({turn.row, turn.wanted.position, replica});
    std::vector<Observation> seen = evaluate(jobs);
    auto next = std::make_move_iterator(seen.begin());
    for (const Turn& turn : turns) {
      const auto end = next + (turn.wanted.to - turn.wanted.from);
      rows[turn.row].take(turn.wanted, std::vector<Observation>(next, end));
      next = end;
    }
  }
}

}  // namespace kickpath::capacity
