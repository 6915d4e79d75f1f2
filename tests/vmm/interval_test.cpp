#include "vmm/interval.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::vmm;

namespace {

RunPlan plan_of(Duration duration, bool is_gated) {
  RunPlan plan;
  plan.duration = duration;
  plan.is_gated = is_gated;
  return plan;
}

}  // namespace

// No core is watched here, so nothing is known against any slice: all are calm.

TEST_CASE("A gated interval goes on in slices of 50 ms, or of all it wants if that is less") {
  CalmTime time(plan_of(120_ms, true), {});
  CHECK(time.next_slice() == 50_ms);
  CHECK(time.slice_ended(50_ms));
  CHECK(time.slice_ended(50_ms));
  CHECK(time.goes_on());
  CHECK(!time.share().is_enough);
  CHECK(time.slice_ended(50_ms));
  CHECK(!time.goes_on());
  CHECK(time.share().is_enough);
  CHECK(time.share().calm == 150_ms);
  CHECK(CalmTime(plan_of(20_ms, true), {}).next_slice() == 20_ms);
}

TEST_CASE("An ungated interval is one slice") {
  CalmTime time(plan_of(1_s, false), {});
  CHECK(time.next_slice() == 1_s);
  CHECK(time.slice_ended(1_s));
  CHECK(!time.goes_on());
}

TEST_CASE("Where queues remember, the first slice leads in") {
  RunPlan plan = plan_of(100_ms, true);
  plan.machine.vms.emplace_back().workload.kind = workload::WorkloadKind::open_loop;
  CalmTime time(plan, {});
  CHECK(!time.slice_ended(50_ms));
  CHECK(time.slice_ended(50_ms));
  CHECK(time.share().calm == 50_ms);
  CHECK(time.share().passed == 100_ms);
}

TEST_CASE("An interval that gets no calm time gives up after thirty times as long") {
  RunPlan plan = plan_of(50_ms, true);
  plan.machine.vms.emplace_back().workload.kind = workload::WorkloadKind::open_loop;
  CalmTime time(plan, {});
  CHECK(!time.slice_ended(1499_ms));  // a very long lead
  CHECK(time.goes_on());
  CalmTime late(plan, {});
  CHECK(!late.slice_ended(1500_ms));
  CHECK(!late.goes_on());
  CHECK(!late.share().is_enough);
}
