#include "scenario/cgroup_shape.hpp"

namespace kickpath::scenario {

using namespace literals;
using host::CgroupSpec;
using host::CpuMaxSpec;
using host::SystemCallSpec;

namespace {

// Bounds: Linux v6.12 kernel/sched/core.c tg_set_cfs_bandwidth, max_cfs_quota_period, min_cfs_quota_period.
config::Shape<CpuMaxSpec> cpu_max_shape() {
  return config::record<CpuMaxSpec>("a limit of CPU time (cpu.max)")
      .required("quota", &CpuMaxSpec::quota, config::duration(1_ms, 1000_s), "of all cores together, in a period")
      .optional("period", &CpuMaxSpec::period, config::duration(1_ms, 1_s), "after which the quota is there again");
}

// Linux v6.12 kernel/sched/sched.h sched_weight_from_cgroup, sched_weight_to_cgroup
config::Shape<std::int64_t> weight_shape() {
  return config::integer<std::int64_t>(1, 10'000)
      .mapped<std::int64_t>([](const std::int64_t& cgroup) { return (cgroup * 1024 + 50) / 100; },
                            [](const std::int64_t& sched) { return (sched * 100 + 512) / 1024; });
}

}  // namespace

config::Shape<CgroupSpec> cgroup_shape() {
  return config::record<CgroupSpec>("a cpu cgroup")
      .optional("weight", &CgroupSpec::weight, weight_shape(), "cpu.weight; 100 is as much as one nice-0 task")
      .optional("cpu_max", &CgroupSpec::cpu_max, cpu_max_shape(), "cpu.max; default: no limit");
}

config::Shape<SystemCallSpec> system_call_shape() {
  const auto distance = config::duration(Duration::zero(), 10_s);
  return config::record<SystemCallSpec>("a long way through the kernel")
      .required("length", &SystemCallSpec::length, config::duration(1_ns, 10_s), "of one call")
      .optional("cond_resched", &SystemCallSpec::cond_resched, distance,
                "time between two of its offers to give way; 0 us: none")
      .optional("might_sleep", &SystemCallSpec::might_sleep, distance,
                "time between two points where it might sleep; 0 us: none");
}

}  // namespace kickpath::scenario
