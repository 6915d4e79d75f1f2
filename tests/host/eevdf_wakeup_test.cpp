#include <catch2/catch.hpp>

#include "eevdf_fixture.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

namespace {
const auto versions = {"6.6", "6.12", "6.18"};
}

TEST_CASE("eevdf: a wakee without lag waits for the end of the running slice") {
  for (const char* version : versions) {
    OneRuns case_{version, 500_us};
    CHECK_FALSE(case_.wakes_and_preempts(0_ps));
    CHECK(case_.wakee.vruntime == (500_us).count());
    const Duration left = case_.queue.slice_of(case_.running) - 500_us;
    CHECK_FALSE(case_.queue.account(left - 1_ps));
    CHECK(case_.queue.account(1_ps));
    CHECK(case_.queue.pick_next() == &case_.wakee);
  }
}

TEST_CASE(
    "eevdf: a wakee with the least positive lag makes the running one ineligible and preempts at once") {
  for (const char* version : versions) {
    OneRuns owed{version, 500_us};
    CHECK(owed.wakes_and_preempts(1_ps));
    CHECK(owed.queue.pick_next() == &owed.wakee);
    OneRuns owing{version, 500_us};
    CHECK_FALSE(owing.wakes_and_preempts(-1_ps));
  }
}

TEST_CASE("eevdf: protection ends when the running one becomes ineligible, without a new slice") {
  // Two at 0.5 ms, the running one protected to 1.5 ms. The third comes at 0.5 - 0.1 x 3 / 2 = 0.35 ms: V =
  // 0.45 ms.
  OneRuns case_{"6.6", 500_us};
  REQUIRE_FALSE(case_.wakes_and_preempts(0_ps));
  SchedEntity third;
  third.lag = (100_us).count();
  case_.queue.enqueue(third, Arrival::wakeup);
  CHECK(case_.running.vruntime < case_.running.protected_to);
  CHECK_FALSE(case_.queue.is_eligible(case_.running));
  CHECK(case_.queue.pick_next() == &third);
}

TEST_CASE("eevdf: before 6.12 a shorter slice gives no right to preempt") {
  OneRuns case_{"6.6", 200_us};
  case_.wakee.custom_slice = 500_us;
  CHECK_FALSE(case_.wakes_and_preempts(0_ps));
}

TEST_CASE("eevdf 6.12: an eligible wakee with a shorter slice preempts if its deadline is the earlier") {
  // Deadlines: running 1.5 ms, wakee v + 0.5 ms.
  for (const auto& [ran, preempts] : {std::pair{1_ms - 1_ps, true}, {1_ms, false}}) {
    OneRuns case_{"6.12", ran};
    case_.wakee.custom_slice = 500_us;
    CHECK(case_.wakes_and_preempts(0_ps) == preempts);
    CHECK(case_.queue.pick_next() == (preempts ? &case_.wakee : &case_.running));
  }
}

TEST_CASE("eevdf 6.18: a wakee with a shorter slice competes as if nobody were protected") {
  // Deadlines: running 1.4 ms, wakee v + 0.5 ms; on equal deadlines the running one makes way.
  for (const auto& [ran, preempts] : {std::pair{900_us, true}, {900_us + 1_ps, false}}) {
    OneRuns case_{"6.18", ran};
    case_.wakee.custom_slice = 500_us;
    CHECK(case_.wakes_and_preempts(0_ps) == preempts);
  }
}

TEST_CASE("eevdf 6.18: a wakee with a shorter slice that loses cuts the protection to that slice") {
  OneRuns case_{"6.18", 200_us};
  case_.wakee.custom_slice = 500_us;
  REQUIRE_FALSE(case_.wakes_and_preempts(-1_us));
  CHECK(case_.running.protected_to == (700_us).count());
  CHECK_FALSE(case_.queue.account(500_us - 1_ps));
  CHECK(case_.queue.account(1_ps));
}

TEST_CASE("eevdf: only 6.18 protects who is picked no longer than the shortest slice that waits") {
  for (const auto& [version, protection] : {std::pair{"6.12", 1'500_us}, {"6.18", 500_us}}) {
    EevdfRunQueue queue = two_core_eevdf(version);
    SchedEntity a, brief;
    brief.custom_slice = 500_us;
    brief.lag = -(10_us).count();
    queue.enqueue(a, Arrival::wakeup);
    queue.enqueue(brief, Arrival::wakeup);
    REQUIRE(queue.pick_next() == &a);
    CHECK(a.protected_to == protection.count());
    CHECK(queue.account(500_us) == (protection == 500_us));
  }
}

TEST_CASE("eevdf: who is picked again after its slice is not protected a second time") {
  // Linux calls set_next_entity only where the task changes. b owes 5 ms and stays ineligible.
  OneRuns case_{"6.18", 1_ms};
  REQUIRE_FALSE(case_.wakes_and_preempts(-4_ms));
  REQUIRE(case_.queue.account(400_us));
  REQUIRE(case_.queue.pick_next() == &case_.running);
  CHECK(case_.queue.account(1_ps));
}

TEST_CASE("eevdf: SCHED_IDLE is preempted by any other and preempts nobody") {
  for (const char* version : versions) {
    OneRuns idle_runs{version, 500_us};
    idle_runs.running.idle_policy = true;
    CHECK(idle_runs.wakes_and_preempts(0_ps));
    OneRuns idle_wakes{version, 500_us};
    idle_wakes.wakee.idle_policy = true;
    CHECK_FALSE(idle_wakes.wakes_and_preempts(1_ms));
  }
}

TEST_CASE("eevdf 6.12: an ineligible wakee leaves the protection as it is, however short its slice") {
  OneRuns case_{"6.12", 200_us};
  case_.wakee.custom_slice = 500_us;
  REQUIRE_FALSE(case_.wakes_and_preempts(-1_us));
  CHECK(case_.running.protected_to == (1'500_us).count());
}

TEST_CASE("eevdf 6.12: a shorter slice ends the protection of an ineligible one even where another wins") {
  // The first one, urgent and owed, makes the running one ineligible; nobody asked for preemption on its
  // behalf.
  for (const auto& [slice, expires] : {std::pair{1'400_us, true}, {1'500_us, false}}) {
    OneRuns case_{"6.12", 500_us};
    SchedEntity urgent;
    urgent.custom_slice = 200_us;
    urgent.lag = (100_us).count();
    case_.queue.enqueue(urgent, Arrival::wakeup);
    case_.wakee.custom_slice = slice;
    CHECK_FALSE(case_.wakes_and_preempts(0_ps));
    REQUIRE(case_.wakee.deadline > case_.running.deadline);
    CHECK(case_.queue.account(1_ps) == expires);
  }
}
