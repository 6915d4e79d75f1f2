#include <set>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "sample_run.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::results;

namespace {

double mean_of(const Metrics& metrics, std::string_view key) { return metrics.at(key).value().mean; }

}  // namespace

TEST_CASE("Every metric is read off its own counter") {
  const RunResult result = run_of({busy_replica({busy_vm("vm0", 10_us)})});
  const Metrics& vm = result.vms.at(0).metrics;
  CHECK(mean_of(vm, "ops_per_s") == Approx(1'000 / 2.0));
  CHECK(mean_of(vm, "bytes_per_s") == Approx(4'096'000 / 2.0));
  CHECK(mean_of(vm, "ops_per_cpu_s") == Approx(1'000 / 0.5));
  CHECK(mean_of(vm, "bytes_per_cpu_s") == Approx(4'096'000 / 0.5));
  CHECK(mean_of(vm, "kicks_per_op") == Approx(500 / 1'000.0));
  CHECK(mean_of(vm, "interrupts_per_op") == Approx(250 / 1'000.0));
  CHECK(mean_of(vm, "light_exits_per_op") == Approx(750 / 1'000.0));
  CHECK(mean_of(vm, "full_exits_per_op") == Approx(100 / 1'000.0));
  CHECK(mean_of(vm, "partial_exits_per_op") == Approx(300 / 1'000.0));
  CHECK(mean_of(vm, "heavy_exits_per_op") == Approx((100 + 300) / 1'000.0));
  CHECK(mean_of(vm, "ipis_per_op") == Approx(125 / 1'000.0));
  CHECK(mean_of(vm, "context_switches_per_op") == Approx(600 / 1'000.0));
  CHECK(mean_of(vm, "line_transfers_per_op") == Approx(2'000 / 1'000.0));
  CHECK(mean_of(vm, "dropped_per_s") == Approx(20 / 2.0));
  for (const char* key : {"mean", "p50", "p90", "p99", "p999", "max"})
    CHECK(mean_of(vm, std::string("latency_ns.") + key) == Approx(10'000));
}

TEST_CASE("Latency quantiles are told apart") {
  InstanceCounts vm{"vm0", Counts::zero(), {}};
  for (int us = 1; us <= 1'000; ++us) vm.latency.add(us * 1_us);  // 1, 2, ... 1,000 us: rank r is r us
  const RunResult result = run_of({busy_replica({vm})});
  // a bucket is 0.79 % wide, p99 and p99.9 lie 0.9 % apart
  CHECK(mean_of(result.totals, "latency_ns.mean") == 500'500);
  CHECK(mean_of(result.totals, "latency_ns.p50") == Approx(500e3).epsilon(0.004));
  CHECK(mean_of(result.totals, "latency_ns.p90") == Approx(900e3).epsilon(0.004));
  CHECK(mean_of(result.totals, "latency_ns.p99") == Approx(990e3).epsilon(0.004));
  CHECK(mean_of(result.totals, "latency_ns.p999") == Approx(999e3).epsilon(0.004));
  CHECK(mean_of(result.totals, "latency_ns.max") == 1e6);
}

TEST_CASE("Totals add instances up before they divide") {
  InstanceCounts idle = busy_vm("vm1", 30_us);
  idle.counts.kicks = 1'000;
  idle.counts.ops = 3'000;
  const RunResult result = run_of({busy_replica({busy_vm("vm0", 10_us), idle})});
  CHECK(mean_of(result.totals, "ops_per_s") == Approx((1'000 + 3'000) / 2.0));
  CHECK(mean_of(result.totals, "kicks_per_op") == Approx((500 + 1'000) / 4'000.0));
  CHECK(mean_of(result.totals, "ops_per_cpu_s") == Approx(4'000 / (0.5 + 0.5)));
  CHECK(mean_of(result.totals, "latency_ns.mean") == Approx((10'000 + 30'000) / 2.0));
}

TEST_CASE("What one instance does not know, the total does not know either") {
  InstanceCounts blind = busy_vm("vm1", 10_us);
  blind.counts.partial_exits = {};
  const RunResult result = run_of({busy_replica({busy_vm("vm0", 10_us), blind})});
  CHECK_FALSE(result.totals.at("partial_exits_per_op"));
  CHECK_FALSE(result.totals.at("heavy_exits_per_op"));
  CHECK(result.vms[0].metrics.at("heavy_exits_per_op"));
  CHECK(result.totals.at("full_exits_per_op"));
}

TEST_CASE("A share of no operations is unknown, a rate of none is 0") {
  InstanceCounts idle{"vm0", Counts::zero(), {}};
  const RunResult result = run_of({busy_replica({idle})});
  CHECK_FALSE(result.totals.at("kicks_per_op"));
  CHECK_FALSE(result.totals.at("ops_per_cpu_s"));
  CHECK_FALSE(result.totals.at("latency_ns.p50"));
  CHECK(mean_of(result.totals, "ops_per_s") == 0);
}

TEST_CASE("A replica that does not know a figure does not count towards it") {
  InstanceCounts blind = busy_vm("vm0", 10_us);
  blind.counts.kicks = {};
  const RunResult result = run_of({busy_replica({busy_vm("vm0", 10_us)}), busy_replica({blind})});
  CHECK(result.totals.at("kicks_per_op").value().n == 1);
  CHECK(result.totals.at("ops_per_s").value().n == 2);
}

TEST_CASE("Cores report the mean share of each task; a task that was away counts as 0") {
  Replica first = busy_replica({busy_vm("vm0", 10_us)});  // 2 s: busy 1 s, vcpu0 800 ms, ring 200 ms
  Replica second = first;
  second.cores[0].busy = 2_s;
  second.cores[0].by = {{"hog", 2_s}};
  const RunResult result = run_of({first, second});
  REQUIRE(result.cores.size() == 1);
  CHECK(result.cores[0].busy == Approx((0.5 + 1.0) / 2));
  CHECK(result.cores[0].by.at("vm0/vcpu0") == Approx((0.4 + 0.0) / 2));
  CHECK(result.cores[0].by.at("vm0/ring") == Approx((0.1 + 0.0) / 2));
  CHECK(result.cores[0].by.at("hog") == Approx((0.0 + 1.0) / 2));
}

TEST_CASE("Without a clean replica every figure is unknown") {
  const RunResult result = run_of({});
  CHECK(result.replicas == 0);
  CHECK_FALSE(result.measured_s);
  for (const auto& estimate : result.totals.estimates) CHECK_FALSE(estimate);
}

TEST_CASE("Replicas that differ in shape are a bug and say so") {
  const Replica one = busy_replica({busy_vm("vm0", 10_us)});
  CHECK_THROWS_AS(run_of({one, busy_replica({busy_vm("other", 10_us)})}), std::logic_error);
  CHECK_THROWS_AS(run_of({one, busy_replica({})}), std::logic_error);
  Replica coreless = one;
  coreless.cores.clear();
  CHECK_THROWS_AS(run_of({one, coreless}), std::logic_error);
  Replica timeless = one;
  timeless.measured = Duration::zero();
  CHECK_THROWS_AS(run_of({timeless}), std::logic_error);
}

TEST_CASE("Keys of the metric table are unique, and others are refused by name") {
  std::set<std::string_view> keys;
  for (const MetricRow& row : metric_table) keys.insert(row.key);
  CHECK(keys.size() == metric_count);
  CHECK_THROWS_WITH(metric_index("kicks"), Catch::Contains("kicks"));
}
