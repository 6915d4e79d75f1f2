#include "capacity/knee.hpp"

#include <algorithm>
#include <functional>

#include <catch2/catch.hpp>

using namespace kickpath::capacity;

namespace {

std::vector<LoadPoint> curve(const std::vector<std::size_t>& positions,
                             const std::function<double(double)>& throughput) {
  std::vector<LoadPoint> points;
  for (const std::size_t position : positions) {
    const double load = static_cast<double>(position + 1);
    points.push_back({position, load, throughput(load)});
  }
  return points;
}

/// Grows by 10 a load until 8, then no more.
double saturating(double load) { return 10 * std::min(load, 8.0); }

}  // namespace

TEST_CASE("The knee of a line that goes flat is where it does") {
  const auto points = curve({0, 1, 3, 7, 15, 31}, saturating);
  // (8 - 1) / (32 - 1) = 0.23 of the loads, all of the throughput: 0.77 above the line
  CHECK(knee_of(points) == 3u);
}

TEST_CASE("A straight line, two points or a flat one have no knee") {
  CHECK(!knee_of(curve({0, 1, 3, 7, 15}, [](double load) { return 3 * load; })));
  CHECK(!knee_of(curve({0, 7}, saturating)));
  CHECK(!knee_of(curve({0, 1, 3}, [](double) { return 5.0; })));
  CHECK(!knee_of({}));
}

TEST_CASE("A knee is a tenth of the scale above the line, not less") {
  // at the middle of the loads 0.5 + d of the throughput
  const auto bent = [](double d) {
    return curve({0, 1, 2}, [d](double load) { return load == 2 ? 0.5 + d : load == 1 ? 0.0 : 1.0; });
  };
  CHECK(knee_of(bent(0.11)) == 1u);
  CHECK(!knee_of(bent(0.09)));
  CHECK(!knee_of(bent(-0.3)));  // below the line: it grows faster and faster
}

TEST_CASE("Where throughput falls again the knee is its peak") {
  CHECK(knee_of(curve({0, 1, 2, 3, 4, 5, 6, 7},
                      [](double load) { return load <= 3 ? 100 * load : 300 - 20 * (load - 3); })) == 2u);
}

TEST_CASE("Loads beside the knee are tried until its neighbours were") {
  std::vector<std::size_t> positions{0, 1, 3, 15};
  std::vector<std::size_t> order;
  while (const auto next = next_of_knee(curve(positions, saturating), 16, 15)) {
    order.push_back(*next);
    positions.push_back(*next);
    std::sort(positions.begin(), positions.end());
    REQUIRE(positions.size() <= 16);
  }
  const auto points = curve(positions, saturating);
  CHECK(points[*knee_of(points)].load == 8);
  CHECK(order.size() <= 6);
}

TEST_CASE("While no knee is to be seen larger loads are tried, to four times what is known at most") {
  const auto line = [](double load) { return load; };
  CHECK(next_of_knee(curve({0, 1, 3}, line), 1'000, 3) == 7u);
  CHECK(next_of_knee(curve({0, 1, 3, 7}, line), 1'000, 3) == 15u);
  CHECK(!next_of_knee(curve({0, 1, 3, 7, 15}, line), 1'000, 3));  // 16 = 4 (3 + 1)
  CHECK(!next_of_knee(curve({0, 1, 3}, line), 4, 3));             // the axis ends
  CHECK(!next_of_knee({}, 4, 3));
}
