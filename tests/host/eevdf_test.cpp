#include <catch2/catch.hpp>

#include "eevdf_fixture.hpp"
#include "host/weights.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

TEST_CASE("eevdf: the base slice is 0.75 ms up to 6.14 and 0.70 ms from 6.15 on") {
  CHECK(rules_of("6.6").base_slice == 750_us);
  CHECK(rules_of("6.12").base_slice == 750_us);
  CHECK(rules_of("6.18").base_slice == 700_us);
}

TEST_CASE("eevdf: V is the average of the vruntimes by weight, and eligibility needs no rounding") {
  EevdfRunQueue queue = two_core_eevdf("6.18");
  SchedEntity light, heavy;
  light.weight = 1;
  heavy.weight = 2;
  queue.enqueue(light, Arrival::wakeup);
  queue.enqueue(heavy, Arrival::wakeup);
  REQUIRE(queue.pick_next() == &heavy);                      // deadline 1.4 ms x 1024 / 2 is the earlier
  queue.account(1_ps);                                       // v = 1024 / 2 = 512
  CHECK(queue.average_vruntime() == (512 * 2 + 0 * 1) / 3);  // 341.33
  SchedEntity probe;
  probe.vruntime = 341;
  CHECK(queue.is_eligible(probe));
  probe.vruntime = 342;
  CHECK_FALSE(queue.is_eligible(probe));
}

TEST_CASE("eevdf: a deadline is a slice away, by weight; a new task's is half a slice away") {
  EevdfRunQueue queue = two_core_eevdf("6.18");
  SchedEntity woken, heavy, forked;
  heavy.weight = 2048;
  queue.enqueue(woken, Arrival::wakeup);
  queue.enqueue(heavy, Arrival::wakeup);
  queue.enqueue(forked, Arrival::fork);
  CHECK(woken.deadline == (1'400_us).count());
  CHECK(heavy.deadline == (700_us).count());
  CHECK(forked.deadline == (700_us).count());
}

TEST_CASE("eevdf: of the eligible the earliest deadline runs") {
  EevdfRunQueue queue = two_core_eevdf("6.18");
  SchedEntity a, urgent, behind;
  behind.lag = -(1_ms).count();
  queue.enqueue(a, Arrival::wakeup);
  urgent.custom_slice = 500_us;
  queue.enqueue(urgent, Arrival::wakeup);
  behind.custom_slice = 100_us;
  queue.enqueue(behind, Arrival::wakeup);  // v = 0 + 1 ms x 3 / 2
  CHECK(behind.vruntime == (1'500_us).count());
  CHECK(queue.pick_next() == &urgent);
}

TEST_CASE("eevdf: a consumed slice makes way for another, to the picosecond") {
  for (const auto& [version, slice] : {std::pair{"6.6", 1'500_us}, {"6.12", 1'500_us}, {"6.18", 1'400_us}}) {
    EevdfRunQueue queue = two_core_eevdf(version);
    SchedEntity a, b;
    queue.enqueue(a, Arrival::wakeup);
    queue.enqueue(b, Arrival::wakeup);
    REQUIRE(queue.pick_next() == &a);
    CHECK_FALSE(queue.account(slice - 1_ps));
    CHECK(queue.account(1_ps));
    CHECK(a.deadline == (2 * slice).count());
    CHECK(queue.pick_next() == &b);  // V is slice / 2: a is not eligible
  }
}

TEST_CASE("eevdf: who is alone consumes slice after slice without being rescheduled") {
  EevdfRunQueue queue = two_core_eevdf("6.18");
  SchedEntity a;
  queue.enqueue(a, Arrival::wakeup);
  queue.pick_next();
  CHECK_FALSE(queue.account(4_ms));
  CHECK(a.deadline == (5'400_us).count());
}

TEST_CASE("eevdf: lag is kept within two slices, or a tick if that is more") {
  // a runs for 20 ms beside b: V = 10 ms, so a's lag is -10 ms before the clamp and b's, then alone with V =
  // 0, is 0.
  for (const auto& [hz, limit] : {std::pair{250, 4_ms}, {1000, 2'800_us}}) {
    EevdfRunQueue queue = two_core_eevdf("6.18", hz);
    SchedEntity a, b;
    queue.enqueue(a, Arrival::wakeup);
    queue.enqueue(b, Arrival::wakeup);
    queue.pick_next();
    queue.account(20_ms);
    SECTION("ahead at " + std::to_string(hz)) {
      queue.dequeue(a, Departure::migration);
      CHECK(a.lag == -limit.count());
    }
    SECTION("behind at " + std::to_string(hz)) {
      queue.dequeue(b, Departure::sleep);
      CHECK(b.lag == limit.count());
    }
  }
}

TEST_CASE("eevdf: a lag is restored exactly although its owner's coming moves V") {
  EevdfRunQueue queue = two_core_eevdf("6.18");
  SchedEntity a, b;
  b.weight = 335;
  b.lag = (1_ms).count();
  queue.enqueue(a, Arrival::wakeup);
  queue.enqueue(b, Arrival::wakeup);
  // v = 0 - 1 ms x (1024 + 335) / 1024; V = v x 335 / 1359; V - v = 1 ms, rounding apart
  CHECK(b.vruntime == -(1_ms).count() * 1359 / 1024);
  CHECK(queue.average_vruntime() - b.vruntime == Approx(1e9).margin(1));
}

TEST_CASE("eevdf: from 6.12 on a migration keeps what is left of the deadline, before it renews it") {
  for (const auto& [version, left] : {std::pair{"6.6", 1'500_us}, {"6.12", 500_us}, {"6.18", 400_us}}) {
    EevdfRunQueue source = two_core_eevdf(version);
    EevdfRunQueue target = two_core_eevdf(version);
    SchedEntity a;
    source.enqueue(a, Arrival::wakeup);
    source.pick_next();
    source.account(1_ms);
    source.dequeue(a, Departure::migration);
    target.enqueue(a, Arrival::migration);
    CHECK(a.deadline - a.vruntime == left.count());
  }
}

TEST_CASE("eevdf: a yield of who is alone changes nothing") {
  OneRuns case_{"6.18", 1_ms};
  case_.queue.yield();
  CHECK(case_.running.deadline == (1'400_us).count());
}

TEST_CASE("eevdf: a yield moves the deadline on by a slice; in 6.18 it forfeits the rest of the slice too") {
  for (const auto& [version, slice, vruntime] :
       {std::tuple{"6.6", 1'500_us, 0_ps}, {"6.12", 1'500_us, 0_ps}, {"6.18", 1'400_us, 1'400_us}}) {
    OneRuns case_{version, 0_ps};
    case_.wakes_and_preempts(0_ps);
    case_.queue.yield();
    CHECK(case_.running.deadline == (2 * slice).count());
    CHECK(case_.running.vruntime == Duration{vruntime}.count());
    CHECK(case_.queue.pick_next() == &case_.wakee);
  }
}

TEST_CASE("eevdf: in 6.18 a yield of an ineligible one changes nothing") {
  OneRuns case_{"6.18", 500_us};
  case_.wakes_and_preempts(100_us);
  REQUIRE_FALSE(case_.queue.is_eligible(case_.running));
  case_.queue.yield();
  CHECK(case_.running.vruntime == (500_us).count());
  CHECK(case_.running.deadline == (1'400_us).count());
}

TEST_CASE("eevdf: custom slices exist from 6.12 on and lie within 0.1 and 100 ms") {
  SchedEntity e;
  e.custom_slice = 3_ms;
  CHECK(two_core_eevdf("6.6").slice_of(e) == 1'500_us);
  CHECK(two_core_eevdf("6.12").slice_of(e) == 3_ms);
  e.custom_slice = 1_us;
  CHECK(two_core_eevdf("6.12").slice_of(e) == 100_us);
  e.custom_slice = 1_s;
  CHECK(two_core_eevdf("6.18").slice_of(e) == 100_ms);
}
