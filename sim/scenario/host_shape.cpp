#include "scenario/host_shape.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/nearest.hpp"
#include "config/written_if.hpp"
#include "host/core_set.hpp"
#include "host/gang/gangs.hpp"
#include "host/run_queue_catalogue.hpp"
#include "host/steering.hpp"
#include "scenario/topology_shape.hpp"
#include "scenario/words.hpp"

namespace kickpath::scenario {

using namespace literals;
using config::Spot;
using host::HostSpec;
using host::SchedulerSpec;

namespace {

std::vector<std::string> policy_names() {
  std::vector<std::string> names;
  for (const host::PolicyInfo& policy : host::policies()) names.emplace_back(policy.name);
  return names;
}

std::vector<std::string> scheduler_names() {
  std::vector<std::string> names = policy_names();
  for (const host::SteeringInfo& steering : host::steerings()) names.emplace_back(steering.name);
  return names;
}

void check_version(const SchedulerSpec& spec, const Spot& spot) {
  if (spec.version.empty()) return;
  for (const host::PolicyInfo& policy : host::policies()) {
    if (policy.name != spec.policy) continue;
    const bool is_known =
        std::find(policy.versions.begin(), policy.versions.end(), spec.version) != policy.versions.end();
    if (is_known) return;
    spot.at("version").error(policy.versions.empty()
                                 ? fmt::format("policy '{}' has no versions", spec.policy)
                                 : fmt::format("policy '{}' has no version '{}' (there is: {})", spec.policy,
                                               spec.version, fmt::join(policy.versions, ", ")));
  }
}

template <class T>
void check_tunable(const SchedulerSpec& spec, const std::optional<T>& value, const char* key,
                   const char* policy, const Spot& spot) {
  if (value && spec.policy != policy)
    spot.at(key).error(fmt::format("is a tunable of policy '{}', not of '{}'", policy, spec.policy));
}

void check_scheduler(const SchedulerSpec& written, const Spot& spot) {
  if (!written.base.empty() && !host::is_steering(written.policy))
    spot.at("base").error(fmt::format("policy '{}' stands on no other", written.policy));
  const SchedulerSpec spec = host::base_of(written);
  check_version(spec, spot);
  check_tunable(spec, spec.base_slice, "base_slice", "eevdf", spot);
  check_tunable(spec, spec.latency, "latency", "cfs", spot);
  check_tunable(spec, spec.min_granularity, "min_granularity", "cfs", spot);
  check_tunable(spec, spec.wakeup_granularity, "wakeup_granularity", "cfs", spot);
  check_tunable(written, spec.slot, "slot", "gang", spot);
  check_tunable(written, spec.strict, "strict", "gang", spot);
}

/// Is the policy all that differs from the defaults?
bool is_policy_alone(const SchedulerSpec& spec) {
  return spec.base.empty() && spec.version.empty() && !spec.base_slice && !spec.latency &&
         !spec.min_granularity && !spec.wakeup_granularity && !spec.slot && !spec.strict;
}

config::Shape<SchedulerSpec> scheduler_shape() {
  const auto word = config::text_one_of(scheduler_names())
                        .mapped<SchedulerSpec>(
                            [](const std::string& policy) {
                              SchedulerSpec spec;
                              spec.policy = policy;
                              return spec;
                            },
                            [](const SchedulerSpec& spec) { return spec.policy; });
  const auto tunable = config::duration(1_ns, 10_s);
  const auto version =
      config::written_if<std::string>(config::text(), [](const std::string& text) { return !text.empty(); });
  const config::Shape<SchedulerSpec> details =
      config::record<SchedulerSpec>("a scheduler policy with its tunables")
          .required("policy", &SchedulerSpec::policy, config::text_one_of(scheduler_names()),
                    "see `kickpath list policies`")
          .optional("base", &SchedulerSpec::base, config::text_one_of(policy_names()),
                    "what-if policies: the scheduler of each core; default: eevdf")
          .optional("version", &SchedulerSpec::version, version,
                    "Linux version, quoted; default: the newest known")
          .optional("base_slice", &SchedulerSpec::base_slice, tunable,
                    "eevdf: slice of a task (base_slice_ns)")
          .optional("latency", &SchedulerSpec::latency, tunable, "cfs: sched_latency")
          .optional("min_granularity", &SchedulerSpec::min_granularity, tunable, "cfs: sched_min_granularity")
          .optional("wakeup_granularity", &SchedulerSpec::wakeup_granularity, tunable,
                    "cfs: sched_wakeup_granularity")
          .optional("slot", &SchedulerSpec::slot, config::duration(100_us, 10_s),
                    "gang: time that each VM has in turn; default: 10 ms")
          .optional("strict", &SchedulerSpec::strict, config::boolean(),
                    "gang: cores idle where the slot's VM has nothing to run; default: others run there")
          .check(check_scheduler);
  return config::either(config::written_if<SchedulerSpec>(word, is_policy_alone), details);
}

void check_cores_or_topology(const HostSpec& spec, const Spot& spot) {
  const bool has_cores = spot.at("cores").exists();
  if (!has_cores && !spec.topology) spot.error("key 'cores' is missing, or 'topology'");
  if (has_cores && spec.topology && spec.cores != spec.topology->logical_cores())
    spot.at("cores").error(
        fmt::format("the topology has {}: leave 'cores' out", spec.topology->logical_cores()));
}

void check_groups(const HostSpec& spec, const Spot& spot) {
  if (spec.autogroup && !host::has_groups(spec.scheduler))
    spot.at("autogroup").error(without_groups(spec.scheduler));
}

config::Shape<HostSpec> host_keys() {
  return config::record<HostSpec>("the host")
      .optional("cores", &HostSpec::cores, config::integer<std::uint32_t>(1, host::max_cores),
                "cores; one thread each, one last-level cache; or topology")
      .optional("topology", &HostSpec::topology, topology_shape(), "cores that are not all alike and near")
      .optional("hz", &HostSpec::hz, config::integer<std::uint32_t>(1, 10'000),
                "timer ticks a second (CONFIG_HZ); default: the profile's")
      .optional("scheduler", &HostSpec::scheduler, scheduler_shape(), "how the host's cores are shared")
      .optional("preemption", &HostSpec::preemption, shape_of(preemption_words()),
                "where a due reschedule acts (CONFIG_PREEMPT_*, preempt=); default: none")
      .optional("autogroup", &HostSpec::autogroup, config::boolean(),
                "each VM and each background entry shares the cores as one (sched_autogroup)")
      .check(check_groups)
      .check(check_cores_or_topology);
}

HostSpec with_cores_of_topology(const HostSpec& read) {
  HostSpec spec = read;
  if (spec.topology) spec.cores = spec.topology->logical_cores();
  return spec;
}

}  // namespace

std::string without_groups(const SchedulerSpec& spec) {
  const std::string policy = host::is_gang(spec) ? spec.policy : host::base_of(spec).policy;
  return fmt::format("policy '{}' has no groups", policy);
}

config::Shape<HostSpec> host_shape() {
  const config::Shape<HostSpec> keys = host_keys();
  return keys.mapped<HostSpec>(with_cores_of_topology, [](const HostSpec& spec) { return spec; });
}

}  // namespace kickpath::scenario
