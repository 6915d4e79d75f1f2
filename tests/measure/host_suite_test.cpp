#include "measure/host_suite.hpp"

#include <poll.h>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "hostfacts/cpu_list.hpp"
#include "measure/event_waiter.hpp"
#include "measure/hog.hpp"
#include "measure/measure.hpp"
#include "measure/wakee.hpp"

using namespace kickpath;
using namespace kickpath::measure;
using namespace std::chrono_literals;

namespace {

Measurement measure_briefly(std::vector<std::string> only) {
  MeasureRequest request;
  request.only = std::move(only);
  request.effort = {20ms, 5};
  request.looks_for_neighbours = false;
  return measure_host(host_suite(), request);
}

bool has_two_cores() { return hostfacts::allowed_cores().size() > 1; }

}  // namespace

TEST_CASE("Every benchmark of the suite has a name of its own and says what it measures") {
  std::set<std::string> names;
  for (const Group& group : host_suite())
    for (const Entry& entry : group.entries) {
      INFO(entry.name);
      CHECK(names.insert(entry.name).second);
      CHECK(entry.measures.size() > 10);
    }
  CHECK(names.size() > 40);
}

TEST_CASE("Every primitive gives samples, above nothing, or is left out with a reason") {
  std::set<std::string> seen;
  const Measurement measurement = measure_briefly({});
  for (const Benchmark& benchmark : measurement.suite.benchmarks) {
    INFO(benchmark.name);
    seen.insert(benchmark.name);
    // A core may have no tick, no gap that long, and wakes may all preempt or none.
    const bool may_be_none = benchmark.name == "tick.cost" || benchmark.name == "jitter.gap" ||
                             benchmark.name.ends_with(".waker") ||
                             benchmark.name.ends_with(".wakee_after_waker");
    if (!may_be_none) REQUIRE(benchmark.summary);
    if (!benchmark.summary) continue;
    CHECK(benchmark.summary->n > 0);
    if (benchmark.unit == "ns") CHECK(benchmark.summary->p5 >= 0);
    if (benchmark.unit == "ns") CHECK(benchmark.summary->median > 0);
    CHECK(benchmark.summary->p5 <= benchmark.summary->p99);
  }
  for (const auto& [name, reason] : measurement.suite.skipped) {
    CHECK(!has_two_cores());
    CHECK(reason == "needs 2 cores");
    seen.insert(name);
  }
  for (const Group& group : host_suite())
    for (const Entry& entry : group.entries) CHECK(seen.count(entry.name) == 1);
}

TEST_CASE("The share of preempting wakes is a share") {
  const auto benchmarks = measure_briefly({"wake.epoll.same_core.preempted"}).suite.benchmarks;
  REQUIRE(benchmarks.size() == 1);
  CHECK(benchmarks[0].summary->mean >= 0);
  CHECK(benchmarks[0].summary->mean <= 1);
}

TEST_CASE("A measurement can be ended in the middle of any group, and its threads go") {
  struct Stop {};
  for (const Group& group : host_suite()) {
    if (group.cores > 1 && !has_two_cores()) continue;
    MeasureRequest request;
    request.only = {group.entries.front().name};
    request.looks_for_neighbours = false;
    INFO(request.only.front());
    int calls = 0;
    request.progress = [&](std::string_view, double) {
      if (++calls == 2) throw Stop{};
    };
    CHECK_THROWS_AS(measure_host(host_suite(), request), Stop);
  }
}

TEST_CASE("The caller may use the same cores afterwards as before") {
  const auto before = hostfacts::allowed_cores();
  measure_briefly({"syscall", "hog"});
  CHECK(hostfacts::allowed_cores() == before);
}

TEST_CASE("The wakee sleeps until it is signalled, however it waits") {
  for (const WaitBy how : {WaitBy::epoll, WaitBy::ppoll, WaitBy::read}) {
    Wakee wakee(how, hostfacts::allowed_cores().back(), Wakee::Tells::by_event);
    std::this_thread::sleep_for(20ms);
    CHECK(!wakee.last_wake(1));
    const Ticks before = rdtscp();
    wakee.signal();
    wakee.await();
    const auto wake = wakee.last_wake(1);
    REQUIRE(wake);
    CHECK(wake->ran_at > before);
    CHECK(wake->has_slept);
    CHECK(!wakee.last_wake(2));
  }
}

TEST_CASE("Signals that come before the wait end it at once, and are taken together") {
  for (const WaitBy how : {WaitBy::epoll, WaitBy::ppoll, WaitBy::read}) {
    EventWaiter waiter(how);
    waiter.event().signal();
    waiter.event().signal();
    waiter.wait();
    pollfd interest{waiter.event().fd(), POLLIN, 0};
    CHECK(::poll(&interest, 1, 0) == 0);
  }
}

TEST_CASE("Two hogs on one core take turns") {
  const CoreId core = hostfacts::allowed_cores().front();
  const hostfacts::TscClock tsc = hostfacts::calibrate_tsc();
  Hog one(core, tsc.ticks_in(100us));
  Hog two(core, tsc.ticks_in(100us));
  std::this_thread::sleep_for(500ms);
  const auto first = one.stop();
  const auto second = two.stop();
  CHECK(!first.empty());
  CHECK(!second.empty());
}
