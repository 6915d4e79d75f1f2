#include "host/policy/fifo.hpp"

#include <catch2/catch.hpp>

#include "hand_core.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

namespace {
bool anyone(const SchedEntity&, const void*) { return true; }
bool all_but(const SchedEntity& e, const void* other) { return &e != other; }
}  // namespace

TEST_CASE("fifo: who runs keeps the core until it blocks, whatever waits") {
  HandCore core{std::make_unique<FifoRunQueue>(), 4_ms};
  SchedEntity a, b, c;
  core.wake(a);
  core.wake(b);
  core.wake(c);
  core.run(1_s);
  CHECK(core.queue().running() == &a);
  CHECK(a.sum_exec == 1_s);
  core.sleep(a);
  CHECK(core.queue().running() == &b);
  core.sleep(b);
  CHECK(core.queue().running() == &c);
  core.sleep(c);
  CHECK(core.queue().running() == nullptr);
}

TEST_CASE("fifo: a yield puts the running one behind all others") {
  FifoRunQueue queue;
  SchedEntity a, b;
  queue.enqueue(a, Arrival::fork);
  queue.enqueue(b, Arrival::fork);
  CHECK(queue.pick_next() == &a);
  queue.yield();
  CHECK(queue.runnable() == 2);
  CHECK(queue.pick_next() == &b);
  queue.yield();
  CHECK(queue.pick_next() == &a);
}

TEST_CASE("fifo: the longest-waiting that may move is the one to steal") {
  FifoRunQueue queue;
  SchedEntity a, b, c;
  for (SchedEntity* e : {&a, &b, &c}) queue.enqueue(*e, Arrival::wakeup);
  queue.pick_next();
  CHECK(queue.steal_candidate(anyone, nullptr) == &b);
  CHECK(queue.steal_candidate(all_but, &b) == &c);
  queue.yield();  // a is behind c now
  queue.pick_next();
  CHECK(queue.running() == &b);
  CHECK(queue.steal_candidate(anyone, nullptr) == &c);
  queue.yield();
  queue.pick_next();
  queue.yield();
  queue.pick_next();  // a runs again
  queue.dequeue(c, Departure::migration);
  CHECK(queue.steal_candidate(all_but, &b) == nullptr);
}

TEST_CASE("fifo: who is put back stays the first, and one that yields does not") {
  for (const bool yields : {false, true}) {
    FifoRunQueue queue;
    SchedEntity a, b, c;
    for (SchedEntity* e : {&a, &b}) queue.enqueue(*e, Arrival::wakeup);
    REQUIRE(queue.pick_next() == &a);
    yields ? queue.yield() : queue.put_back();
    CHECK(queue.running() == nullptr);
    queue.enqueue(c, Arrival::wakeup);
    CHECK(queue.runnable() == 3);
    CHECK(queue.pick_next() == (yields ? &b : &a));
  }
}
