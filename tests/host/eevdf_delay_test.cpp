#include <catch2/catch.hpp>

#include "eevdf_fixture.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

namespace {

bool anyone(const SchedEntity&, const void*) { return true; }

/// Two equal tasks; a ran for 1 ms and sleeps: V = 0.5 ms, so it is ineligible, with a lag of -0.5 ms. Then b
/// runs.
struct SleeperInDebt {
  EevdfRunQueue queue;
  SchedEntity a, b;
  bool has_left = false;

  explicit SleeperInDebt(std::string_view version) : queue(two_core_eevdf(version)) {
    queue.enqueue(a, Arrival::wakeup);
    queue.enqueue(b, Arrival::wakeup);
    queue.pick_next();
    queue.account(1_ms);
    has_left = queue.dequeue(a, Departure::sleep);
    queue.pick_next();
  }
};

}  // namespace

TEST_CASE("eevdf: a sleeper in debt leaves at once in 6.6 and stays queued from 6.12 on") {
  SleeperInDebt old{"6.6"};
  CHECK(old.has_left);
  CHECK_FALSE(old.a.on_queue);
  CHECK(old.a.lag == -(500_us).count());
  for (const char* version : {"6.12", "6.18"}) {
    SleeperInDebt case_{version};
    CHECK_FALSE(case_.has_left);
    CHECK(case_.a.delayed);
    CHECK(case_.a.on_queue);
    CHECK(case_.queue.running() == &case_.b);
    CHECK(case_.queue.runnable() == 1);
    CHECK(case_.queue.steal_candidate(anyone, nullptr) == nullptr);
  }
}

TEST_CASE("eevdf: a sleeper without debt leaves at once") {
  EevdfRunQueue queue = two_core_eevdf("6.18");
  SchedEntity a, b;
  queue.enqueue(a, Arrival::wakeup);
  queue.enqueue(b, Arrival::wakeup);
  queue.pick_next();
  CHECK(queue.dequeue(a, Departure::sleep));  // v = V
  queue.pick_next();
  queue.account(1_ms);
  CHECK(queue.dequeue(b, Departure::sleep));  // alone: always v = V
}

TEST_CASE("eevdf 6.6: a sleeper in debt pays after its return") {
  SleeperInDebt case_{"6.6"};
  case_.queue.account(700_us);
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  // lag -0.5 ms x (1024 + 1024) / 1024 = -1 ms before V, which is b's 0.7 ms
  CHECK(case_.a.vruntime == (1'700_us).count());
}

TEST_CASE("eevdf: a delayed sleeper leaves when its debt is paid and it is picked, with lag 0") {
  SleeperInDebt case_{"6.18"};
  REQUIRE(case_.queue.account(1'400_us));  // b: 1.4 ms, V = 1.2 ms: a (1 ms) is eligible with a lag of 0.2 ms
  CHECK(case_.queue.pick_next() == &case_.b);
  CHECK_FALSE(case_.a.delayed);
  CHECK_FALSE(case_.a.on_queue);
  CHECK(case_.a.lag == 0);
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  CHECK(case_.a.vruntime == (1'400_us).count());
}

TEST_CASE("eevdf: a delayed sleeper that wakes in debt keeps its place") {
  SleeperInDebt case_{"6.18"};
  case_.queue.account(1_ms - 2_ps);  // V = 1 ms - 1 ps
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  CHECK_FALSE(case_.a.delayed);
  CHECK(case_.a.vruntime == (1_ms).count());
  CHECK(case_.a.deadline == (1'400_us).count());
  CHECK(case_.queue.runnable() == 2);
}

TEST_CASE("eevdf: a delayed sleeper that wakes after its debt is paid is placed anew with lag 0") {
  SleeperInDebt case_{"6.18"};
  case_.queue.account(1_ms + 2_ps);  // V = 1 ms + 1 ps
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  CHECK_FALSE(case_.a.delayed);
  CHECK(case_.a.vruntime == case_.b.vruntime);  // V of the others, which is b alone
  CHECK(case_.a.deadline == case_.b.vruntime + (1'400_us).count());
}

TEST_CASE("eevdf: the last sleeper empties the queue, delayed ones included") {
  SleeperInDebt case_{"6.12"};
  case_.queue.dequeue(case_.b, Departure::sleep);  // b has not run: v = 0 < V = 0.5 ms
  CHECK(case_.queue.runnable() == 0);
  CHECK(case_.queue.pick_next() == nullptr);
  CHECK_FALSE(case_.a.on_queue);
}

TEST_CASE("eevdf: a delayed sleeper that wakes just when its debt is paid keeps its place") {
  SleeperInDebt case_{"6.18"};
  case_.queue.account(1_ms);  // V = 1 ms
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  CHECK(case_.a.vruntime == (1_ms).count());
  CHECK(case_.a.deadline == (1'400_us).count());
}

TEST_CASE("eevdf: an empty queue starts again where the last one left") {
  OneRuns case_{"6.18", 1_ms};
  case_.queue.dequeue(case_.running, Departure::sleep);
  CHECK(case_.queue.average_vruntime() == (1_ms).count());
  case_.queue.enqueue(case_.wakee, Arrival::wakeup);
  CHECK(case_.wakee.vruntime == (1_ms).count());
}
