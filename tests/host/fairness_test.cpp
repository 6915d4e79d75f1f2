#include <cmath>

#include <catch2/catch.hpp>

#include "hand_core.hpp"
#include "host/run_queue_catalogue.hpp"
#include "host/weights.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

namespace {

SchedulerSpec spec_of(const char* policy, const char* version) {
  SchedulerSpec spec;
  spec.policy = policy;
  spec.version = version;
  return spec;
}

HandCore core_of(const SchedulerSpec& spec, unsigned hz) {
  return HandCore{make_run_queue(spec, 2, hz), Duration{1_s} / hz};
}

}  // namespace

TEST_CASE("Two hogs under eevdf alternate by the slice rounded up to ticks") {
  // 1.4 or 1.5 ms are one tick of 4 ms, and two of 1 ms
  for (const char* version : {"6.6", "6.12", "6.18"}) {
    for (const auto& [hz, spell] : {std::pair{250u, 4_ms}, {1000u, 2_ms}}) {
      HandCore core = core_of(spec_of("eevdf", version), hz);
      SchedEntity a, b;
      core.wake(a);
      core.pick();
      core.wake(b);
      core.run(1_s);
      REQUIRE(core.spells().size() == static_cast<std::size_t>(Duration{1_s} / spell));
      for (const auto& [who, length] : core.spells()) CHECK(length == spell);
    }
  }
}

TEST_CASE("Two hogs under cfs alternate by the slice rounded up to ticks") {
  HandCore core = core_of(spec_of("cfs", "2.6.36"), 250);
  SchedEntity a, b;
  core.wake(a);
  core.pick();
  core.wake(b);
  core.run(800_ms);
  // Slices of 6 ms end at the tick of 8 ms.
  REQUIRE(core.spells().size() == 100);
  for (const auto& [who, length] : core.spells()) CHECK(length == 8_ms);
}

TEST_CASE("Nice 0 and nice 5 share a core 1024 to 335, within one slice and a tick") {
  const auto specs = {spec_of("eevdf", "6.6"), spec_of("eevdf", "6.12"), spec_of("eevdf", "6.18"),
                      spec_of("cfs", "2.6.36")};
  for (const SchedulerSpec& spec : specs) {
    HandCore core = core_of(spec, 1000);
    SchedEntity normal, nice;
    nice.weight = weight_of_nice(5);
    core.wake(normal);
    core.pick();
    core.wake(nice);
    core.run(10_s);
    const double share = to_seconds(normal.sum_exec) - 10.0 * 1024 / (1024 + 335);
    // cfs: 12 ms x 1024 / 1359 = 9.04 ms; eevdf: 1.5 ms; ticks of 1 ms
    const double slice = spec.policy == "cfs" ? 9.04e-3 : 1.5e-3;
    INFO(spec.policy << " " << spec.version << " off by " << share * 1e3 << " ms");
    CHECK(std::abs(share) <= slice + 1e-3);
    CHECK(normal.sum_exec + nice.sum_exec == 10_s);
  }
}

TEST_CASE("A task that often sleeps gets its turns beside a hog under every fair policy") {
  for (const SchedulerSpec& spec : {spec_of("eevdf", "6.18"), spec_of("cfs", "2.6.36")}) {
    HandCore core = core_of(spec, 250);
    SchedEntity hog, sleeper;
    core.wake(hog);
    core.pick();
    core.run(100_ms);
    for (int round = 0; round < 1000; ++round) {
      core.wake(sleeper);
      for (int waits = 0; core.queue().running() != &sleeper; ++waits) {
        REQUIRE(waits < 20);
        core.run(1_ms);
      }
      core.run(10_us);
      core.sleep(sleeper);
      core.run(90_us);
    }
    CHECK(sleeper.sum_exec >= 10_ms);
  }
}
