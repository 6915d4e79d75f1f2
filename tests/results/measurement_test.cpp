#include <cstdint>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "sample_run.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::results;

TEST_CASE("Counts at the end minus counts at the warm-up are those of the window") {
  const Counts warm_up = busy_vm("vm0", 1_us).counts;
  const Counts end = warm_up + warm_up + warm_up;
  CHECK(end - warm_up == warm_up + warm_up);
  CHECK((end - warm_up).kicks == 1'000u);  // 3 x 500 - 500
  CHECK((end - warm_up).cpu_time == Observed<Duration>(1_s));
  CHECK(end - end == Counts::zero());
}

TEST_CASE("Unknown spreads through sums and differences") {
  Counts known = Counts::zero();
  Counts blind = Counts::zero();
  blind.ipis = {};
  CHECK_FALSE((known + blind).ipis.is_known());
  CHECK_FALSE((blind - known).ipis.is_known());
  CHECK_FALSE((known - blind).ipis.is_known());
  CHECK((known + blind).kicks.is_known());
}

TEST_CASE("A world that observes nothing knows no counter") {
  CHECK_FALSE(Counts().ops.is_known());
  CHECK_FALSE(Counts().cpu_time.is_known());
  CHECK(Counts() + Counts::zero() == Counts());
}

TEST_CASE("A counter that ran backwards is a bug and says so") {
  Counts before = Counts::zero();
  before.ops = 1;
  CHECK_THROWS_AS(Counts::zero() - before, std::logic_error);
  CHECK_NOTHROW(before - before);
}

TEST_CASE("Intervals of one machine add up, counter by counter and core by core") {
  const auto interval = [](Duration measured, Duration busy) {
    Replica replica;
    replica.measured = measured;
    replica.vms.push_back(busy_vm("vm0", 1_us));
    replica.cores.push_back({CoreId{0}, busy, {{"vcpu", busy / 2}, {"iothread", busy / 4}}});
    return replica;
  };
  Replica sum;
  sum += interval(50_ms, 8_ms);
  sum += interval(30_ms, 4_ms);
  CHECK(sum.measured == 80_ms);
  REQUIRE(sum.vms.size() == 1);
  CHECK(sum.vms[0].name == "vm0");
  const InstanceCounts one = busy_vm("vm0", 1_us);
  CHECK(sum.vms[0].counts == one.counts + one.counts);
  CHECK(sum.vms[0].latency.n() == 2 * one.latency.n());
  CHECK(sum.cores[0].busy == 12_ms);
  CHECK(sum.cores[0].by[0].second == 6_ms);
  CHECK(sum.cores[0].by[1].second == 3_ms);
}
