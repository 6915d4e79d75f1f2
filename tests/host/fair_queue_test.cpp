#include <catch2/catch.hpp>

#include "eevdf_fixture.hpp"
#include "host/policy/cfs.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

/// What a policy's queue does as a level of a hierarchy, where its entities stand for groups.

namespace {

/// Two of them in `queue`; a runs, and has run for 1 ms.
template <typename Queue>
struct RanForAMillisecond {
  Queue queue;
  SchedEntity a, b;

  explicit RanForAMillisecond(Queue made) : queue(std::move(made)) {
    queue.enqueue(a, Arrival::wakeup);
    queue.enqueue(b, Arrival::wakeup);
    REQUIRE(queue.pick_next() == &a);
    queue.account(1_ms);
  }
};

CfsRunQueue one_core_cfs() { return CfsRunQueue{CfsTunables::defaults(1)}; }

}  // namespace

TEST_CASE("A throttled group leaves at once, where a sleeper in debt would stay queued, and pays at its return") {
  RanForAMillisecond case_{two_core_eevdf("6.18")};
  CHECK(case_.queue.dequeue(case_.a, Departure::throttle));
  CHECK_FALSE(case_.a.on_queue);
  CHECK(case_.queue.queued() == 1);
  CHECK(case_.queue.runnable() == 1);
  // V was 0.5 ms, so its lag is -0.5 ms; coming back doubles it: 1 ms behind b, with a whole slice to go.
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  CHECK(case_.a.vruntime == (1_ms).count());
  CHECK(case_.a.deadline == (1_ms + 1'400_us).count());
}

TEST_CASE("cfs: a throttled group comes back as a sleeper does, credited with half a latency") {
  RanForAMillisecond case_{one_core_cfs()};
  case_.queue.dequeue(case_.a, Departure::throttle);
  case_.queue.pick_next();
  case_.queue.account(50_ms);
  case_.queue.enqueue(case_.a, Arrival::wakeup);
  CHECK(case_.a.vruntime == (50_ms - 3_ms).count());
}

TEST_CASE("eevdf: with another weight what an entity owes stays the same time, and so does what is left of its slice") {
  RanForAMillisecond case_{two_core_eevdf("6.18")};
  case_.queue.reweigh(case_.a, 512);
  // It owes 0.5 ms at weight 1024: 1 ms at 512.
  CHECK(case_.queue.average_vruntime() - case_.a.vruntime == -(1_ms).count());
  // Of its slice of 1.4 ms 0.4 ms are left: 0.8 ms at 512.
  CHECK(case_.a.deadline - case_.a.vruntime == (800_us).count());
  CHECK(case_.queue.total_weight() == 1024 + 512);
  CHECK(case_.queue.running() == &case_.a);
}

TEST_CASE("cfs: another weight changes no virtual time, only how fast it goes on") {
  RanForAMillisecond case_{one_core_cfs()};
  case_.queue.reweigh(case_.a, 512);
  CHECK(case_.a.vruntime == (1_ms).count());
  case_.queue.account(1_ms);
  CHECK(case_.a.vruntime == (3_ms).count());
  CHECK(case_.queue.total_weight() == 1024 + 512);
}

namespace {

template <typename Queue>
void check_put_back(Queue made) {
  RanForAMillisecond<Queue> case_{std::move(made)};
  case_.queue.put_back();
  CHECK(case_.queue.running() == nullptr);
  CHECK(case_.queue.runnable() == 2);
  CHECK(case_.queue.pick_next() == &case_.b);  // which has run less
  CHECK(case_.queue.runnable() == 2);
}

}  // namespace

TEST_CASE("Who is put back waits with the others, and is picked again as one of them") {
  check_put_back(one_core_cfs());
  check_put_back(two_core_eevdf("6.18"));
}
