#include <deque>

#include <catch2/catch.hpp>

#include "host/policy/cfs.hpp"
#include "host/weights.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::literals;

namespace {

/// Two cores' tunables: latency 12 ms, wakeup_granularity 2 ms. One task has run for 10 ms, so min_vruntime
/// is 10 ms.
struct OneRunsFor10Ms {
  CfsRunQueue queue{CfsTunables::defaults(2)};
  SchedEntity running, wakee;

  OneRunsFor10Ms() {
    queue.enqueue(running, Arrival::migration);
    queue.pick_next();
    queue.account(10_ms);
  }
  bool wakes_and_preempts(Duration vruntime) {
    wakee.vruntime = vruntime.count();
    queue.enqueue(wakee, Arrival::wakeup);
    return queue.should_preempt(wakee);
  }
};

}  // namespace

TEST_CASE("cfs: a sleeper is credited with half a latency at most") {
  OneRunsFor10Ms case_;
  case_.wakes_and_preempts(0_ms);
  CHECK(case_.wakee.vruntime == (10_ms - 6_ms).count());
}

TEST_CASE("cfs: a short sleeper keeps its vruntime: nobody gains by being moved back") {
  OneRunsFor10Ms at_the_edge;
  at_the_edge.wakes_and_preempts(4_ms + 1_ps);
  CHECK(at_the_edge.wakee.vruntime == (4_ms + 1_ps).count());
  OneRunsFor10Ms ahead;
  ahead.wakes_and_preempts(25_ms);
  CHECK(ahead.wakee.vruntime == (25_ms).count());
}

TEST_CASE("cfs: a wakee preempts when it is behind by more than the granularity") {
  OneRunsFor10Ms at_the_edge;
  CHECK_FALSE(at_the_edge.wakes_and_preempts(8_ms));  // 10 - 8 = 2 ms
  OneRunsFor10Ms beyond;
  CHECK(beyond.wakes_and_preempts(8_ms - 1_ps));
  CHECK(beyond.queue.pick_next() == &beyond.wakee);
}

TEST_CASE("cfs: the granularity shrinks with the weight of the wakee") {
  // nice -3: 2 ms x 1024 / 1991 = 1.028628829 ms
  const Duration granularity{2'000'000'000ll * 1024 / 1991};
  for (const auto& [distance, preempts] : {std::pair{granularity, false}, {granularity + 1_ps, true}}) {
    OneRunsFor10Ms case_;
    case_.wakee.weight = weight_of_nice(-3);
    CHECK(case_.wakes_and_preempts(10_ms - distance) == preempts);
  }
}

TEST_CASE("cfs: SCHED_IDLE is preempted by any other and preempts nobody") {
  OneRunsFor10Ms case_;
  case_.running.idle_policy = true;
  CHECK(case_.wakes_and_preempts(20_ms));
  OneRunsFor10Ms other;
  other.wakee.idle_policy = true;
  CHECK_FALSE(other.wakes_and_preempts(0_ms));
}

TEST_CASE(
    "cfs: a sleeper that wakes on another core takes along its distance from min_vruntime at the wake-up") {
  OneRunsFor10Ms old_core, new_core;
  SchedEntity sleeper;
  sleeper.vruntime = (9_ms).count();
  old_core.queue.enqueue(sleeper, Arrival::migration);
  old_core.queue.dequeue(sleeper, Departure::sleep);
  old_core.queue.account(3_ms);  // min_vruntime 13 ms
  old_core.queue.hand_over(sleeper);
  CHECK(sleeper.vruntime == (9_ms - 13_ms).count());
  new_core.queue.enqueue(sleeper, Arrival::wakeup);
  CHECK(sleeper.vruntime == (10_ms - 4_ms).count());
}

TEST_CASE("cfs: with eight runnable a preempted task is preferred when its preemptor is done") {
  // a, preempted at 10 ms, is 1 ms ahead of the others: within the granularity of 2 ms.
  for (const std::size_t others : {5u, 6u}) {
    OneRunsFor10Ms case_;
    std::deque<SchedEntity> waiting(others);
    for (SchedEntity& e : waiting) {
      e.vruntime = (9_ms).count();
      case_.queue.enqueue(e, Arrival::migration);
    }
    REQUIRE(case_.wakes_and_preempts(5_ms));
    REQUIRE(case_.queue.pick_next() == &case_.wakee);
    case_.queue.dequeue(case_.wakee, Departure::sleep);
    const bool has_eight = others + 2 == 8;
    CHECK(case_.queue.pick_next() == (has_eight ? &case_.running : &waiting.front()));
    CHECK(case_.queue.pick_next() == &waiting[has_eight ? 0 : 1]);  // preferred once only
  }
}

TEST_CASE("cfs: a last buddy that is too far ahead is passed over") {
  OneRunsFor10Ms case_;
  std::deque<SchedEntity> waiting(6);
  for (SchedEntity& e : waiting) {
    e.vruntime = (8_ms - 1_ps).count();
    case_.queue.enqueue(e, Arrival::migration);
  }
  REQUIRE(case_.wakes_and_preempts(5_ms));
  case_.queue.pick_next();
  case_.queue.dequeue(case_.wakee, Departure::sleep);
  CHECK(case_.queue.pick_next() == &waiting.front());
}
