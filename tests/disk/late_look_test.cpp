#include <catch2/catch.hpp>

#include "driven_stations.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using testing::DrivenStations;
using Tags = std::vector<std::uint64_t>;

/// A driver of the real world looks late. The disk does not become slower by that.
namespace {

constexpr disk::Shape one_arm_and_link{1, 1, 100'000'000};  // 1,000 bytes take 10 us

}  // namespace

TEST_CASE("A late look finds each request ended at its own date") {
  DrivenStations disk(one_arm_and_link, {50_us});
  for (const auto tag : Tags{0, 1, 2}) disk.submit(0_us, 1000, tag);
  // Positioned at 50, 100, 150, and not at 50, 140, 190.
  CHECK(disk.look(140_us) == Tags{0, 1});
  CHECK(disk.stations.next_event() == Instant{150_us});
  CHECK(disk.look(1_s) == Tags{2});
}

TEST_CASE("A submission finds the arms as they are by then, though nobody looked meanwhile") {
  DrivenStations disk(one_arm_and_link, {50_us});
  disk.submit(0_us, 1000, 0);
  disk.submit(70_us, 1000, 1);  // the arm has been free for 20
  CHECK(disk.draws == 2);
  CHECK(disk.stations.next_event() == Instant{60_us});  // 0 has not been taken
  CHECK(disk.look(130_us - 1_ps) == Tags{0});
  CHECK(disk.look(130_us) == Tags{1});
}

TEST_CASE("What is drawn does not depend on how often one looks") {
  // Two arms: 0 and 1 begin, 2 takes the arm of 1 at 20 and 3 that of 0 at 50. 4 comes at 60, to a free arm.
  std::vector<std::size_t> draws;
  std::vector<DrivenStations::Ends> rests;
  for (const bool looks_in_between : {true, false}) {
    DrivenStations disk({1, 2, 0}, {50_us, 20_us, 35_us, 40_us, 5_us});
    for (const auto tag : Tags{0, 1, 2, 3}) disk.submit(0_us, 512, tag);
    if (looks_in_between)
      for (const Duration now : {20_us, 30_us, 50_us, 55_us}) disk.look(now);
    disk.submit(60_us, 512, 4);
    draws.push_back(disk.draws);
    disk.look(60_us);
    rests.push_back(disk.run());
  }
  CHECK(draws == std::vector<std::size_t>{5, 5});
  CHECK(rests[0] == DrivenStations::Ends{{60_us + 5_us, 4}, {50_us + 40_us, 3}});
  CHECK(rests[1] == rests[0]);
}
