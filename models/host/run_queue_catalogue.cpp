#include "host/run_queue_catalogue.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>

#include "host/gang/gangs.hpp"
#include "host/policy/cfs.hpp"
#include "host/policy/eevdf.hpp"
#include "host/policy/fifo.hpp"
#include "host/policy/virtual_time.hpp"
#include "host/steering.hpp"

namespace kickpath::host {

namespace {

using namespace literals;

struct HostFacts {
  unsigned cores;
  unsigned hz;
};

void set(Duration& tunable, const std::optional<Duration>& value, std::string_view name) {
  if (!value) return;
  if (*value <= Duration::zero()) throw std::invalid_argument(std::string{name} + " must be above 0");
  tunable = *value;
}

std::unique_ptr<RunQueue> make_fifo(const SchedulerSpec&, HostFacts) {
  return std::make_unique<FifoRunQueue>();
}

std::unique_ptr<RunQueue> make_cfs(const SchedulerSpec& spec, HostFacts host) {
  CfsTunables tunables = CfsTunables::defaults(host.cores);
  set(tunables.latency, spec.latency, "latency");
  set(tunables.min_granularity, spec.min_granularity, "min_granularity");
  set(tunables.wakeup_granularity, spec.wakeup_granularity, "wakeup_granularity");
  return std::make_unique<CfsRunQueue>(tunables);
}

std::unique_ptr<RunQueue> make_eevdf(const SchedulerSpec& spec, HostFacts host) {
  const auto versions = eevdf_versions();
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const EevdfRules& rules) { return rules.version == spec.version; });
  const EevdfRules& rules = found == versions.end() ? versions.back() : *found;
  Duration base_slice = rules.base_slice * tunable_factor(host.cores);
  set(base_slice, spec.base_slice, "base_slice");
  return std::make_unique<EevdfRunQueue>(rules, base_slice, Duration{1_s} / host.hz);
}

std::vector<std::string_view> names_of_eevdf_versions() {
  std::vector<std::string_view> names;
  for (const EevdfRules& rules : eevdf_versions()) names.push_back(rules.version);
  return names;
}

struct Entry {
  PolicyInfo info;
  bool has_cfs_tunables;
  bool has_base_slice;
  std::unique_ptr<RunQueue> (*make)(const SchedulerSpec&, HostFacts);
  WakeRules wake;
  BalanceRules (*balance)(unsigned cores, unsigned hz);
};

const std::vector<Entry>& table() {
  static const std::vector<Entry> entries = {
      {{"fifo", {}, "runs each task until it blocks, in order of arrival"},
       false,
       false,
       make_fifo,
       WakeRules::first_idle,
       BalanceRules::when_idle_only},
      {{"cfs", {"2.6.36"}, "Completely Fair Scheduler: the smallest virtual run time runs"},
       true,
       false,
       make_cfs,
       WakeRules::linux_2_6_36,
       BalanceRules::linux_2_6_36},
      {{"eevdf", names_of_eevdf_versions(), "the earliest virtual deadline among the eligible runs"},
       false,
       true,
       make_eevdf,
       WakeRules::linux_6,
       BalanceRules::linux_6},
  };
  return entries;
}

[[noreturn]] void reject(std::string what, const std::vector<std::string_view>& known) {
  what += known.empty() ? " (there are none)" : " (known:";
  for (const std::string_view name : known) what.append(" ").append(name);
  throw std::invalid_argument(known.empty() ? what : what + ")");
}

void check_tunables(const SchedulerSpec& spec, const Entry& entry) {
  const auto refuse = [&](bool is_said, bool is_known, const char* name) {
    if (is_said && !is_known)
      throw std::invalid_argument("scheduler policy '" + spec.policy + "' has no tunable " + name);
  };
  refuse(spec.base_slice.has_value(), entry.has_base_slice, "base_slice");
  refuse(spec.latency.has_value(), entry.has_cfs_tunables, "latency");
  refuse(spec.min_granularity.has_value(), entry.has_cfs_tunables, "min_granularity");
  refuse(spec.wakeup_granularity.has_value(), entry.has_cfs_tunables, "wakeup_granularity");
}

const Entry& find(const SchedulerSpec& spec) {
  std::vector<std::string_view> names;
  for (const Entry& entry : table()) {
    names.push_back(entry.info.name);
    if (entry.info.name != spec.policy) continue;
    const auto& versions = entry.info.versions;
    if (!spec.version.empty() && std::find(versions.begin(), versions.end(), spec.version) == versions.end())
      reject("unknown version '" + spec.version + "' of scheduler policy '" + spec.policy + "'", versions);
    check_tunables(spec, entry);
    return entry;
  }
  reject("unknown scheduler policy '" + spec.policy + "'", names);
}

}  // namespace

SchedulerSpec base_of(SchedulerSpec spec) {
  if (is_steering(spec.policy)) spec.policy = spec.base.empty() ? "eevdf" : spec.base;
  return spec;
}

bool has_groups(const SchedulerSpec& spec) {
  return !is_gang(spec) && base_of(spec).policy != "fifo";
}

std::vector<PolicyInfo> policies() {
  std::vector<PolicyInfo> all;
  for (const Entry& entry : table()) all.push_back(entry.info);
  return all;
}

std::unique_ptr<RunQueue> make_run_queue(const SchedulerSpec& spec, unsigned cores, unsigned hz) {
  if (cores == 0 || hz == 0)
    throw std::invalid_argument("a host has at least one core and one tick a second");
  return find(base_of(spec)).make(spec, {cores, hz});
}

std::unique_ptr<FairQueue> make_fair_queue(const SchedulerSpec& spec, unsigned cores, unsigned hz) {
  std::unique_ptr<RunQueue> queue = make_run_queue(spec, cores, hz);
  auto* fair = dynamic_cast<FairQueue*>(queue.get());
  if (fair == nullptr) throw std::invalid_argument("scheduler policy '" + spec.policy + "' has no groups");
  static_cast<void>(queue.release());
  return std::unique_ptr<FairQueue>{fair};
}

WakeRules wake_rules(const SchedulerSpec& spec) { return find(base_of(spec)).wake; }

BalanceRules balance_rules(const SchedulerSpec& spec, unsigned cores, unsigned hz) {
  return find(base_of(spec)).balance(cores, hz);
}

}  // namespace kickpath::host
