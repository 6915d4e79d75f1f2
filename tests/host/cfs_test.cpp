#include "host/policy/cfs.hpp"

#include <deque>

#include <catch2/catch.hpp>

#include "host/weights.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::literals;

// Two cores: factor 2, so latency 12 ms, min_granularity 1.5 ms, wakeup_granularity 2 ms, 8 entities a
// latency.

TEST_CASE("cfs: the tunables follow the number of cores") {
  const auto one = CfsTunables::defaults(1);
  CHECK(one.latency == 6_ms);
  CHECK(one.min_granularity == 750_us);
  CHECK(one.wakeup_granularity == 1_ms);
  const auto two = CfsTunables::defaults(2);
  CHECK(two.latency == 12_ms);
  CHECK(two.min_granularity == 1'500_us);
  CHECK(two.wakeup_granularity == 2_ms);
  CHECK(CfsTunables::defaults(64).latency == 24_ms);
  CHECK(two.nr_latency() == 8);
}

TEST_CASE("cfs: a slice is the weight's share of the latency, and of a longer period from nine entities on") {
  const CfsRunQueue queue{CfsTunables::defaults(2)};
  const std::int64_t total = 1024 + 1024 + 335;
  CHECK(queue.slice(1024, total, 3).count() == 12'000'000'000ll * 1024 / 2383);  // 5.157 ms
  CHECK(queue.slice(335, total, 3).count() == 12'000'000'000ll * 335 / 2383);    // 1.687 ms
  CHECK(queue.slice(1024, 8 * 1024, 8) == 1'500_us);                             // 12 ms / 8
  CHECK(queue.slice(1024, 9 * 1024, 9) == 1'500_us);                             // 9 x 1.5 ms / 9
  CHECK(queue.slice(1024, 16 * 1024, 9) == 843'750_ns);                          // 13.5 ms / 16
}

TEST_CASE("cfs: a tick ends the slice once it is exceeded") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a, b;
  queue.enqueue(a, Arrival::migration);
  queue.enqueue(b, Arrival::migration);
  REQUIRE(queue.pick_next() == &a);
  queue.account(6_ms);  // 12 ms / 2
  CHECK_FALSE(queue.tick());
  queue.account(1_ps);
  CHECK(queue.tick());
  CHECK(queue.pick_next() == &b);
}

TEST_CASE("cfs: a tick does not end the slice of one that is alone") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a;
  queue.enqueue(a, Arrival::migration);
  queue.pick_next();
  queue.account(1_s);
  CHECK_FALSE(queue.tick());
}

TEST_CASE("cfs: from min_granularity on, a tick also ends a lead of more than a slice") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a, b;
  queue.enqueue(a, Arrival::migration);
  queue.pick_next();
  queue.account(10_ms);
  queue.pick_next();  // a new spell of a
  b.vruntime = (4_ms).count();
  queue.enqueue(b, Arrival::migration);  // 6 ms behind already: one slice
  queue.account(1'500_us - 1_ps);
  CHECK_FALSE(queue.tick());  // lead 7.5 ms > 6 ms, but not yet min_granularity
  queue.account(1_ps);
  CHECK(queue.tick());
}

TEST_CASE("cfs: the lead must exceed the slice, not reach it") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a, b;
  queue.enqueue(a, Arrival::migration);
  queue.pick_next();
  b.vruntime = -(4_ms).count();
  queue.enqueue(b, Arrival::migration);
  queue.account(2_ms);
  CHECK_FALSE(queue.tick());  // 2 + 4 = 6 ms
  queue.account(1_ps);
  CHECK(queue.tick());
}

TEST_CASE("cfs: vruntime grows by 1024 / weight and min_vruntime follows the smallest, never back") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a, b;
  a.weight = 2048;
  queue.enqueue(a, Arrival::migration);
  queue.pick_next();
  queue.account(6_ms);
  CHECK(a.vruntime == (3_ms).count());
  CHECK(queue.min_vruntime() == (3_ms).count());
  b.vruntime = (1_ms).count();
  queue.enqueue(b, Arrival::migration);
  queue.account(2_ms);
  CHECK(queue.min_vruntime() == (3_ms).count());
  queue.dequeue(b, Departure::sleep);
  CHECK(queue.min_vruntime() == (4_ms).count());  // b, which held it back, has left
  queue.account(2_ms);
  CHECK(queue.min_vruntime() == (5_ms).count());
}

TEST_CASE("cfs: a new task starts one slice late") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a, child;
  queue.enqueue(a, Arrival::migration);
  queue.pick_next();
  queue.account(10_ms);
  queue.enqueue(child, Arrival::fork);
  CHECK(child.vruntime == (10_ms + 6_ms).count());  // min_vruntime + 12 ms / 2
  CHECK(queue.pick_next() == &a);
}

TEST_CASE("cfs: a migrated task keeps its distance from min_vruntime") {
  CfsRunQueue source{CfsTunables::defaults(2)};
  CfsRunQueue target{CfsTunables::defaults(2)};
  SchedEntity a, moved, there;
  source.enqueue(a, Arrival::migration);
  source.pick_next();
  source.account(10_ms);
  moved.vruntime = (13_ms).count();
  source.enqueue(moved, Arrival::migration);
  there.vruntime = (100_ms).count();
  target.enqueue(there, Arrival::migration);
  target.pick_next();
  target.account(1_ps);

  source.dequeue(moved, Departure::migration);
  CHECK(moved.vruntime == (3_ms).count());
  target.enqueue(moved, Arrival::migration);
  CHECK(moved.vruntime == (103_ms + 1_ps).count());
}

TEST_CASE("cfs: a yield moves nothing") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity a, b;
  queue.enqueue(a, Arrival::migration);
  b.vruntime = (1_ms).count();
  queue.enqueue(b, Arrival::migration);
  queue.pick_next();
  queue.yield();
  CHECK(queue.pick_next() == &a);
  queue.account(1_ms);
  queue.yield();
  CHECK(queue.pick_next() == &b);  // equal vruntimes: who waited comes first
}

TEST_CASE("cfs: the period of a new task counts it too") {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  std::deque<SchedEntity> eight(8);
  for (SchedEntity& e : eight) queue.enqueue(e, Arrival::migration);
  SchedEntity child;
  queue.enqueue(child, Arrival::fork);
  CHECK(child.vruntime == (1'500_us).count());  // 9 x 1.5 ms / 9, not 12 ms / 9
}

TEST_CASE("cfs: the period is longer than the latency only beyond what the latency holds") {
  // 10 ms hold four times 3 ms, rounded up; 5 x 3 ms = 15 ms
  const CfsRunQueue queue{CfsTunables{10_ms, 3_ms, 1_ms}};
  CHECK(queue.slice(1024, 4 * 1024, 4) == 2'500_us);
  CHECK(queue.slice(1024, 5 * 1024, 5) == 3_ms);
}
