#include "host/wake_placement.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::host;

namespace {

CoreView busy(std::size_t tasks, std::int64_t weight = 1024) {
  return {false, tasks, tasks, static_cast<std::int64_t>(tasks) * weight, weight};
}
const CoreView idle{};

/// Core 0 wakes a nice-0 task that ran on `previous`.
WakeQuestion question(std::uint32_t previous, bool is_sync = false) {
  return {CoreId{0}, CoreId{previous}, CoreId{previous}, is_sync, 1024, 0};
}

std::uint32_t placed(WakeRules rules, const WakeQuestion& q, const std::vector<CoreView>& cores,
                     const CoreSet& allowed = CoreSet::all()) {
  return place_wakee(rules, q, allowed, cores, Topology{static_cast<std::uint32_t>(cores.size())}).core.value;
}

CoreSet cores_of(std::initializer_list<std::uint32_t> members) {
  CoreSet set;
  for (const std::uint32_t core : members) set.insert(CoreId{core});
  return set;
}

}  // namespace

TEST_CASE("A wakee that is bound to one core goes there, busy or not, under all rules") {
  for (const auto rules : {WakeRules::first_idle, WakeRules::linux_2_6_36, WakeRules::linux_6}) {
    CHECK(placed(rules, question(1), {idle, busy(3)}, CoreSet::only(CoreId{1})) == 1);
    CHECK(placed(rules, question(0), {busy(1), busy(3)}, CoreSet::only(CoreId{1})) == 1);
  }
}

TEST_CASE("A wakee that may run nowhere on the host is refused") {
  const std::vector<CoreView> cores{idle, idle};
  CHECK_THROWS_AS(place_wakee(WakeRules::linux_6, question(0), CoreSet::only(CoreId{2}), cores, Topology{2}),
                  std::invalid_argument);
}

// ---- first_idle
// ------------------------------------------------------------------------------------------------

TEST_CASE("first_idle: the previous core if idle, else the first idle, else the shortest queue") {
  const auto rules = WakeRules::first_idle;
  CHECK(placed(rules, question(2), {idle, idle, idle}) == 2);
  CHECK(placed(rules, question(2), {busy(1), idle, busy(1)}) == 1);
  CHECK(placed(rules, question(2), {busy(2), busy(1), busy(3)}) == 1);
  CHECK(placed(rules, question(2), {busy(2), busy(2), busy(2)}) == 2);
  CHECK(placed(rules, question(2), {busy(2), busy(1), busy(3)}, cores_of({0, 2})) == 0);
}

// ---- 2.6.36
// ----------------------------------------------------------------------------------------------------

TEST_CASE("2.6.36: beside a lone waker an idle previous core keeps its wakee") {
  // 100 x (1024 + 1024) <= 112 x 0 is false
  CHECK(placed(WakeRules::linux_2_6_36, question(1), {busy(1), idle}) == 1);
}

TEST_CASE("2.6.36: a sync wakee of a lone waker is pulled, and finds the first idle core") {
  // load 1024 - 1024 = 0: balanced, target core 0, which is busy: the first idle core
  CHECK(placed(WakeRules::linux_2_6_36, question(2, true), {busy(1), idle, idle}) == 1);
  CHECK(placed(WakeRules::linux_2_6_36, question(1, true), {busy(1), busy(1)}) == 0);
}

TEST_CASE("2.6.36: the waker's core is taken up to 112 % of the previous core's load") {
  // this 1024 + 1024 = 2048: 204800 <= 112 x load from load 1828.57 on
  const auto rules = WakeRules::linux_2_6_36;
  CHECK(placed(rules, question(1), {busy(1), busy(1, 1829)}) == 0);
  CHECK(placed(rules, question(1), {busy(1), busy(1, 1828)}) == 1);
}

TEST_CASE("2.6.36: a waker that may not run the wakee leaves it on its previous core") {
  CHECK(placed(WakeRules::linux_2_6_36, question(1), {idle, busy(1), idle}, cores_of({1, 2})) == 1);
}

TEST_CASE("2.6.36: an interrupt on an idle core takes the wakee there") {
  CHECK(placed(WakeRules::linux_2_6_36, question(1), {idle, busy(1)}) == 0);
}

// ---- 6.x
// -------------------------------------------------------------------------------------------------------

TEST_CASE("6.x: a ping-pong pair on two cores stays split, sync or not") {
  CHECK(placed(WakeRules::linux_6, question(1), {busy(1), idle}) == 1);
  CHECK(placed(WakeRules::linux_6, question(1, true), {busy(1), idle}) == 1);
}

TEST_CASE("6.x: a stacked pair is split up to 60.4 % of utilisation and stays stacked above") {
  WakeQuestion q = question(0);
  q.utilisation = 619;  // 619^2 x 117^2 / (10^4 x 1024) = 512, so (1024 - 512) x 2 / 1024 = 1 core
  CHECK(placed(WakeRules::linux_6, q, {busy(1), idle}) == 1);
  q.utilisation = 620;
  CHECK(placed(WakeRules::linux_6, q, {busy(1), idle}) == 0);
}

TEST_CASE("6.x: the scan limit of two cores is 2 up to 2.6 %, then 1, and 0 from 60.5 %") {
  CHECK(idle_scan_limit(2, 27) == 2);  // 27^2 x 13689 / 10240000 = 0.97
  CHECK(idle_scan_limit(2, 28) == 1);
  CHECK(idle_scan_limit(2, 619) == 1);
  CHECK(idle_scan_limit(2, 620) == 0);
  CHECK(idle_scan_limit(64, 0) == 64);
  CHECK(idle_scan_limit(64, 5000) == 0);
}

TEST_CASE("6.x: the scan begins after the target and counts the cores it looks at") {
  WakeQuestion q = question(2);
  q.waker_core = CoreId{2};
  const std::vector<CoreView> cores{idle, busy(1), busy(1), busy(1)};
  q.utilisation = 520;  // 353 of 1024: (1024 - 361) x 4 / 1024 = 2: cores 3 and 0
  REQUIRE(idle_scan_limit(4, q.utilisation) == 2);
  CHECK(placed(WakeRules::linux_6, q, cores) == 0);
  q.utilisation = 700;
  REQUIRE(idle_scan_limit(4, q.utilisation) == 1);
  CHECK(placed(WakeRules::linux_6, q, cores) == 2);
}

TEST_CASE("6.x: with both cores busy a sync wakee stacks behind a lone waker, another goes by weight") {
  const auto rules = WakeRules::linux_6;
  CHECK(placed(rules, question(1, true), {busy(1), busy(1)}) == 0);
  // 100 x (1024 + 1024) < 108 x load from load 1896.3 on
  CHECK(placed(rules, question(1), {busy(1), busy(1, 1896)}) == 1);
  CHECK(placed(rules, question(1), {busy(1), busy(1, 1897)}) == 0);
}

TEST_CASE("6.x: a sync wakee of a waker that is not alone goes by weight, without the waker's") {
  // 100 x (2048 - 1024 + 1024) < 108 x load + 1
  CHECK(placed(WakeRules::linux_6, question(1, true), {busy(2), busy(1, 1896)}) == 1);
  CHECK(placed(WakeRules::linux_6, question(1, true), {busy(2), busy(1, 1897)}) == 0);
}

TEST_CASE("6.x: an interrupt on an idle core takes the wakee only from a busy previous core") {
  CHECK(placed(WakeRules::linux_6, question(1), {idle, busy(1)}) == 0);
  CHECK(placed(WakeRules::linux_6, question(1), {idle, idle}) == 1);
}

TEST_CASE("6.x: the core used before the previous one is tried before the scan, and then remembered") {
  WakeQuestion q = question(1);
  q.recent_used = CoreId{3};
  q.utilisation = 1024;
  const std::vector<CoreView> cores{busy(1), busy(1), busy(1), idle};
  const Placement found = place_wakee(WakeRules::linux_6, q, CoreSet::all(), cores, Topology{3});
  CHECK(found.core == CoreId{3});
  CHECK(found.recent_used == CoreId{1});
  q.recent_used = CoreId{2};
  CHECK(place_wakee(WakeRules::linux_6, q, CoreSet::all(), cores, Topology{3}).core == CoreId{1});
}

TEST_CASE("6.x: a wakee that finds its target idle leaves the memory of its cores alone") {
  WakeQuestion q = question(1);
  q.recent_used = CoreId{2};
  const std::vector<CoreView> cores{busy(1), idle, idle};
  CHECK(place_wakee(WakeRules::linux_6, q, CoreSet::all(), cores, Topology{3}).recent_used == CoreId{2});
}

TEST_CASE("6.x: an interrupt on an idle core takes the wakee however light the previous core is") {
  WakeQuestion q = question(1);
  q.utilisation = 1024;  // no scan could find core 0
  CHECK(placed(WakeRules::linux_6, q, {idle, busy(1, 15)}) == 0);
}

TEST_CASE("6.x: at equal weights the waker's core takes a sync wakee alone") {
  // 100 x (1080 + 1080) = 108 x 2000
  WakeQuestion q = question(1);
  q.wakee_weight = 1080;
  CHECK(placed(WakeRules::linux_6, q, {busy(1, 1080), busy(1, 2000)}) == 1);
  q.is_sync = true;
  CHECK(placed(WakeRules::linux_6, q, {busy(2, 1080), busy(1, 2000)}) == 0);
}

TEST_CASE("2.6.36: a wakee also follows where both cores together hold less than the waker's mean task") {
  // sync: 3100 - 3000 = 100; not balanced, as 100 x (100 + 1024) > 112 x load; the mean task is 3100 / 2 =
  // 1550
  const CoreView waker{false, 2, 2, 3100, 3000};
  const auto rules = WakeRules::linux_2_6_36;
  CHECK(placed(rules, question(1, true), {waker, busy(1, 100)}) == 0);
  CHECK(placed(rules, question(1, true), {waker, busy(1, 99)}) == 1);
  const CoreView light_mean{false, 8, 8, 3100, 3000};  // 387
  CHECK(placed(rules, question(1, true), {light_mean, busy(1, 287)}) == 0);
  CHECK(placed(rules, question(1, true), {light_mean, busy(1, 288)}) == 1);
}

// ---- Topology
// --------------------------------------------------------------------------------------------------

namespace {

Topology with(std::uint32_t sockets, std::uint32_t cores, std::uint32_t threads) {
  TopologySpec spec;
  spec.sockets = sockets;
  spec.cores = cores;
  spec.threads = threads;
  return Topology{spec};
}

std::uint32_t placed_in(const Topology& topology, WakeRules rules, const WakeQuestion& q,
                        const std::vector<CoreView>& cores) {
  return place_wakee(rules, q, CoreSet::all(), cores, topology).core.value;
}

}  // namespace

TEST_CASE("linux_6 searches a wholly idle core before it takes an idle sibling") {
  // Two cores, siblings 0 and 2, 1 and 3. Previous CPU 0 is busy.
  const Topology smt = with(1, 2, 2);
  CHECK(placed_in(smt, WakeRules::linux_6, question(0), {busy(1), idle, idle, idle}) == 1);
  // Three cores, siblings 0 and 3, 1 and 4, 2 and 5. The search begins behind CPU 2, and passes idle CPU 3, whose
  // sibling is busy.
  CHECK(placed_in(with(1, 3, 2), WakeRules::linux_6, question(2), {busy(1), idle, busy(1), idle, idle, idle}) ==
        4);
  // No core is wholly idle: the idle sibling of the previous CPU.
  CHECK(placed_in(smt, WakeRules::linux_6, question(0), {busy(1), busy(1), idle, idle}) == 2);
  CHECK(placed_in(smt, WakeRules::linux_6, question(0), {busy(1), busy(1), busy(1), idle}) == 3);
}

TEST_CASE("linux_6: the previous CPU itself is taken although its sibling is busy") {
  CHECK(placed_in(with(1, 2, 2), WakeRules::linux_6, question(1), {busy(1), idle, idle, busy(1)}) == 1);
}

TEST_CASE("linux_6 stays within the last-level cache of its target") {
  // Sockets of CPUs 0, 1 and 2, 3. The waker on 0 is busy, the wakee ran on 1, which is busy too.
  const Topology sockets = with(2, 2, 1);
  CHECK(placed_in(sockets, WakeRules::linux_6, question(1), {busy(1), busy(1), idle, idle}) < 2);
  CHECK(placed_in(Topology{4}, WakeRules::linux_6, question(1), {busy(1), busy(1), idle, idle}) >= 2);
}

TEST_CASE("linux_6: an idle waker's core of another socket does not draw the wakee to it") {
  // An interrupt on idle CPU 0 wakes a task of busy CPU 2: in one socket it comes over, between two it is
  // weighed, and equal loads leave it where it was, where an idle neighbour takes it.
  const std::vector<CoreView> cores{idle, busy(1), busy(1), idle};
  CHECK(placed_in(Topology{4}, WakeRules::linux_6, question(2), cores) == 0);
  const std::vector<CoreView> light{idle, busy(1), busy(1, 15), idle};
  CHECK(placed_in(with(2, 2, 1), WakeRules::linux_6, question(2), light) == 3);
}

TEST_CASE("linux_2_6_36 takes an idle sibling of its target first, then the socket, never another socket") {
  const auto rules = WakeRules::linux_2_6_36;
  CHECK(placed_in(with(1, 2, 2), rules, question(0), {busy(1), idle, idle, idle}) == 2);
  CHECK(placed_in(with(1, 2, 2), rules, question(0), {busy(1), idle, busy(1), idle}) == 1);
  CHECK(placed_in(with(2, 2, 1), rules, question(0), {busy(1), busy(1), idle, idle}) == 0);
}
