#include "capacity/bracket.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::capacity;

namespace {

struct Found {
  std::optional<std::size_t> held;
  std::size_t loads = 0;
  std::vector<std::size_t> order;
};

/// Loads below `holding` hold.
Found find(std::size_t size, std::size_t holding, std::size_t most) {
  Tried tried;
  Found found;
  while (const auto next = next_of_bracket(tried, size, most - tried.size())) {
    REQUIRE(*next < size);
    REQUIRE(tried.count(*next) == 0);
    tried[*next] = *next < holding;
    found.order.push_back(*next);
  }
  return {bracket_of(tried).held, tried.size(), found.order};
}

std::optional<std::size_t> last_of(std::size_t holding) {
  return holding == 0 ? std::nullopt : std::optional(holding - 1);
}

}  // namespace

TEST_CASE("So many loads are enough as halvings of all answers: none, or one of the values") {
  CHECK(enough_loads(1) == 1);        // 2 answers
  CHECK(enough_loads(3) == 2);        // 4 answers
  CHECK(enough_loads(4) == 3);        // 5 answers
  CHECK(enough_loads(10'000) == 14);  // 8,192 < 10,001 <= 16,384
  CHECK(enough_loads(32'767) == 15);
  CHECK(enough_loads(32'768) == 16);
}

TEST_CASE("Every capacity of every short axis is found with 15 loads, and with just enough") {
  for (std::size_t size = 1; size <= 130; ++size)
    for (std::size_t holding = 0; holding <= size; ++holding)
      for (const std::size_t most : {std::size_t{15}, enough_loads(size)}) {
        const Found found = find(size, holding, most);
        INFO(size << " values, " << holding << " hold");
        CHECK(found.held == last_of(holding));
        CHECK(found.loads <= most);
      }
}

TEST_CASE("Every capacity of an axis of 10,000 values is found with 15 loads") {
  std::size_t largest = 0;
  for (std::size_t holding = 0; holding <= 10'000; ++holding) {
    const Found found = find(10'000, holding, 15);
    largest = std::max(largest, found.loads);
    if (found.held != last_of(holding)) FAIL(holding);
  }
  CHECK(largest <= 15);
}

TEST_CASE("From the smallest load it doubles until one does not hold, and then halves") {
  // 11 of 64 hold: positions 0 1 3 7 15; between 7 and 15: 11; 9; 10
  CHECK(find(64, 11, 15).order == std::vector<std::size_t>{0, 1, 3, 7, 15, 11, 9, 10});
}

TEST_CASE("It doubles no more than the loads that are left allow") {
  // Of 10,000 with 15: after position 0 the other 9,999 need 14 halvings, of which one is used up, 8,192 left
  const Found found = find(10'000, 10'000, 15);
  CHECK(found.order[0] == 0);
  CHECK(found.order[1] == 10'000 - 8'192);
  CHECK(found.loads <= 15);
}

TEST_CASE("A bracket is the largest that holds and the next that does not") {
  CHECK(!bracket_of({}).held);
  CHECK(!bracket_of({}).above);
  const Bracket bracket = bracket_of({{0, true}, {2, false}, {5, true}, {8, false}, {9, false}});
  CHECK(bracket.held == 5u);
  CHECK(bracket.above == 8u);
  // what holds above what does not moves the search up
  CHECK(next_of_bracket({{0, true}, {2, false}, {5, true}, {8, false}}, 20, 5) == 6u);
}

TEST_CASE("Nothing is tried once there is nothing left, or nothing between") {
  CHECK(!next_of_bracket({{3, true}, {4, false}}, 10, 9));
  CHECK(!next_of_bracket({{0, false}}, 10, 9));
  CHECK(!next_of_bracket({{9, true}}, 10, 9));
  CHECK(!next_of_bracket({{3, true}}, 10, 0));
}
