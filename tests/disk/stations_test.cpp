#include <catch2/catch.hpp>

#include "driven_stations.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using testing::DrivenStations;
using Ends = DrivenStations::Ends;
using Tags = std::vector<std::uint64_t>;

namespace {

constexpr std::uint64_t mega = 1'000'000;
constexpr disk::Shape one_arm{1, 1, 0};
constexpr disk::Shape two_arms{1, 2, 0};
constexpr disk::Shape one_arm_and_link{1, 1, 100 * mega};  // 100 MB/s: 1,000 bytes take 10 us
constexpr disk::Shape two_arms_and_link{1, 2, 100 * mega};

}  // namespace

TEST_CASE("Stations with nothing to do have no next event and nothing to take") {
  DrivenStations disk(one_arm, {50_us});
  CHECK_FALSE(disk.stations.next_event());
  CHECK(disk.look(1_s).empty());
}

TEST_CASE("A request is finished after its positioning and its transfer, and not a picosecond earlier") {
  DrivenStations disk(one_arm_and_link, {50_us});
  disk.submit(7_us, 1000, 42);
  CHECK(disk.stations.next_event() == Instant{7_us + 50_us});
  CHECK(disk.look(7_us + 50_us).empty());
  CHECK(disk.stations.next_event() == Instant{7_us + 50_us + 10_us});
  CHECK(disk.look(67_us - 1_ps).empty());
  CHECK(disk.look(67_us) == Tags{42});
  CHECK(disk.look(67_us).empty());
  CHECK_FALSE(disk.stations.next_event());
}

TEST_CASE("One arm serves in the order of coming, each positioning after the one before") {
  DrivenStations disk(one_arm, {50_us, 20_us, 30_us});
  for (const auto tag : Tags{3, 1, 2}) disk.submit(0_us, 512, tag);
  CHECK(disk.run() == Ends{{50_us, 3}, {50_us + 20_us, 1}, {70_us + 30_us, 2}});
}

TEST_CASE("So many positionings at once as a spindle has arms; the first to end takes the next in line") {
  DrivenStations disk(two_arms, {50_us, 20_us, 25_us, 10_us});
  for (const auto tag : Tags{0, 1, 2, 3}) disk.submit(0_us, 512, tag);
  CHECK(disk.draws == 2);
  // 1 ends at 20, and 2 takes its arm until 20 + 25; 3 takes that one.
  CHECK(disk.run() == Ends{{20_us, 1}, {45_us, 2}, {50_us, 0}, {45_us + 10_us, 3}});
}

TEST_CASE("An arm is free from the very date at which its positioning ends") {
  SECTION("a picosecond before, a newcomer waits for it") {
    DrivenStations disk(one_arm, {50_us});
    disk.submit(0_us, 512, 0);
    disk.submit(50_us - 1_ps, 512, 1);
    CHECK(disk.draws == 1);
    CHECK(disk.run() == Ends{{50_us, 0}, {100_us, 1}});
  }
  SECTION("at the date itself it comes first, waits, and begins all the same") {
    DrivenStations disk(one_arm, {50_us});
    disk.submit(0_us, 512, 0);
    disk.submit(50_us, 512, 1);
    CHECK(disk.draws == 1);
    CHECK(disk.run() == Ends{{50_us, 0}, {100_us, 1}});
  }
  SECTION("a picosecond after, it begins when it comes") {
    DrivenStations disk(one_arm, {50_us});
    disk.submit(0_us, 512, 0);
    CHECK(disk.look(50_us) == Tags{0});
    disk.submit(50_us + 1_ps, 512, 1);
    CHECK(disk.draws == 2);
    CHECK(disk.run() == Ends{{100_us + 1_ps, 1}});
  }
}

TEST_CASE("Spindles position independently, each with arms and a queue of its own") {
  DrivenStations disk({2, 1, 0}, {50_us, 30_us, 10_us});
  disk.submit(0_us, 512, 0, 0);
  disk.submit(0_us, 512, 1, 0);
  disk.submit(0_us, 512, 2, 1);
  // 2 draws the second positioning time, since 1 has not begun.
  CHECK(disk.run() == Ends{{30_us, 2}, {50_us, 0}, {50_us + 10_us, 1}});
}

TEST_CASE("Transfers follow each other on the link in the order in which positionings end") {
  DrivenStations disk(two_arms_and_link, {50_us, 45_us});
  disk.submit(0_us, 1000, 0);
  disk.submit(0_us, 4000, 1);
  // 1 is positioned at 45 and has the link for 40; 0, positioned at 50, for 10 after that.
  CHECK(disk.run() == Ends{{45_us + 40_us, 1}, {85_us + 10_us, 0}});
}

TEST_CASE("Of positionings that end together the one that began first has the link first") {
  DrivenStations disk(two_arms_and_link, {50_us, 40_us, 10_us});
  disk.submit(0_us, 1000, 0);
  disk.submit(10_us, 1000, 1);
  CHECK(disk.run() == Ends{{50_us + 10_us, 0}, {50_us + 20_us, 1}});
}

TEST_CASE("All spindles share the one link") {
  DrivenStations disk({2, 1, 100 * mega}, {50_us});
  disk.submit(0_us, 1000, 0, 0);
  disk.submit(0_us, 1000, 1, 1);
  CHECK(disk.run() == Ends{{60_us, 0}, {70_us, 1}});
}

TEST_CASE("The link is taken from the first picosecond of a transfer to its last") {
  // The first is positioned at 50 and transfers until 60; the second is positioned around that.
  const Duration second = GENERATE(10_us - 1_ps, 10_us, 10_us + 1_ps);
  DrivenStations disk(one_arm_and_link, {50_us, second});
  disk.submit(0_us, 1000, 0);
  disk.submit(0_us, 1000, 1);
  CHECK(disk.run() == Ends{{60_us, 0}, {std::max(60_us, 50_us + second) + 10_us, 1}});
}

TEST_CASE("An arm positions the next request while the link still transfers") {
  // Positioned at 50, 100 and 150; each transfer takes 70, so the link is the bottleneck from the second on.
  DrivenStations disk(one_arm_and_link, {50_us});
  for (const auto tag : Tags{0, 1, 2}) disk.submit(0_us, 7000, tag);
  CHECK(disk.run() == Ends{{50_us + 70_us, 0}, {120_us + 70_us, 1}, {190_us + 70_us, 2}});
}

TEST_CASE("A transfer's length is rounded down to the picosecond, and large ones do not overflow") {
  // 1 byte at 3 bytes a second is 333,333,333,333.3 ps; 1 GiB at 10 GB/s is 107,374,182,400 ps, and bytes x
  // 10^12 would not fit into 64 bits.
  DrivenStations slow({1, 1, 3}, {0_us});
  slow.submit(0_us, 1, 0);
  CHECK(slow.run() == Ends{{333'333'333'333_ps, 0}});
  DrivenStations large({1, 1, 10'000 * mega}, {0_us});
  large.submit(0_us, std::uint64_t{1} << 30, 0);
  CHECK(large.run() == Ends{{107'374'182'400_ps, 0}});
}
