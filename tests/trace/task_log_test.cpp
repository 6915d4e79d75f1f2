#include <algorithm>

#include <catch2/catch.hpp>

#include "trace/attribution/critical_path.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using trace::Cause;
using trace::Part;
using trace::Split;
using trace::TaskLog;

namespace {

Instant at(Duration d) { return Instant{d}; }

/// One moment of 1 us each, service and event loop in turn, of which service is of requests.
TaskLog alternating(std::int64_t moments) {
  TaskLog log;
  for (std::int64_t i = 0; i < moments; ++i)
    log.add(
        {at(i * 1_us), at((i + 1) * 1_us), i % 2 == 0 ? Part::service : Part::event_loop, i % 2 == 0, {}});
  return log;
}

}  // namespace

TEST_CASE("A long span is summed like its moments, from and to anywhere") {
  const TaskLog log = alternating(1000);
  for (const Duration begin : {0_us, 1_ns, 63_us, 64_us, 64_us + 1_ps, 127_us})
    for (const Duration end : {128_us, 500_us + 3_ns, 512_us, 999_us, 1000_us}) {
      CAPTURE(begin.count(), end.count());
      Split expected;
      for (std::int64_t i = 0; i < 1000; ++i) {
        const Duration part = std::min((i + 1) * 1_us, end) - std::max(i * 1_us, begin);
        if (part > 0_us) expected[i % 2 == 0 ? Part::service : Part::event_loop] += part;
      }
      Split split;
      log.add_span(at(begin), at(end), split);
      CHECK(split == expected);
      Split queueing;
      log.add_span_as_queueing(at(begin), at(end), queueing);
      CHECK(queueing[Part::queueing] == expected[Part::service]);
      CHECK(queueing[Part::event_loop] == expected[Part::event_loop]);
    }
}

TEST_CASE("What is older than the log remembers is other, and the sum stays") {
  const auto moments = static_cast<std::int64_t>(TaskLog::most) + 1000;
  const TaskLog log = alternating(moments);
  const Split split = trace::along_critical_path({&log, at(0_us), at(moments * 1_us)});
  CHECK(split.sum() == moments * 1_us);
  CHECK(split[Part::other] == 1000 * 1_us);
}

TEST_CASE("From the end of a wait the path goes back on who ended it, to the beginning and no further") {
  TaskLog waker, sleeper;
  waker.add({at(0_us), at(10_us), Part::guest_work, false, {}});
  waker.add({at(10_us), at(12_us), Part::signal, false, {}});
  sleeper.add({at(0_us), at(12_us), Part::halt, false, Cause{&waker, at(12_us), Part::wake_up}});
  sleeper.add({at(12_us), at(15_us), Part::idle_exit, false, {}});
  sleeper.add({at(15_us), at(16_us), Part::service, false, {}});
  const Split split = trace::along_critical_path({&sleeper, at(9_us), at(16_us)});
  CHECK(split[Part::guest_work] == 1_us);
  CHECK(split[Part::signal] == 2_us);
  CHECK(split[Part::idle_exit] == 3_us);
  CHECK(split[Part::service] == 1_us);
  CHECK(split.sum() == 7_us);
}

TEST_CASE("Two tasks that end each other's wait at one instant do not hold the path for ever") {
  TaskLog a, b;
  a.add({at(0_us), at(5_us), Part::halt, false, Cause{&b, at(5_us), Part::wake_up}});
  b.add({at(0_us), at(5_us), Part::halt, false, Cause{&a, at(5_us), Part::wake_up}});
  CHECK(trace::along_critical_path({&a, at(1_us), at(5_us)})[Part::other] == 4_us);
}

TEST_CASE("A device's time lies between submission and the interrupt that ended the sleep") {
  TaskLog server;
  server.add({at(0_us), at(2_us), Part::service, false, {}});
  server.add({at(2_us), at(3_us), Part::event_loop, false, {}});
  server.add({at(3_us), at(9_us), Part::timer, false, Cause{&server, at(2_us), Part::device}});
  server.add({at(9_us), at(10_us), Part::event_loop, false, {}});
  const Split split = trace::along_critical_path({&server, at(0_us), at(10_us)});
  CHECK(split[Part::service] == 2_us);
  CHECK(split[Part::device] == 7_us);
  CHECK(split[Part::event_loop] == 1_us);
}
