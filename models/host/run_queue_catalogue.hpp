#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "host/balance.hpp"
#include "host/group/fair_queue.hpp"
#include "host/run_queue.hpp"
#include "host/scheduler_spec.hpp"
#include "host/wake_placement.hpp"

/// The schedulers there are. A new one is a line in the table of run_queue_catalogue.cpp.
namespace kickpath::host {

struct PolicyInfo {
  std::string_view name;
  std::vector<std::string_view> versions;  ///< oldest first; the last is the default; empty: it has none
  std::string_view description;
};

std::vector<PolicyInfo> policies();

/// The scheduler of each core by itself: of a steering (steering.hpp), its base.
SchedulerSpec base_of(SchedulerSpec spec);

/// Has it groups: may VMs and background tasks be in a cgroup or an autogroup?
bool has_groups(const SchedulerSpec& spec);

/// The run queue of one core of a host with `cores` cores (defaults grow with them) and `hz` ticks a second.
/// Throws std::invalid_argument, which lists what is known, for an unknown policy or version, and for a
/// tunable that the policy does not have or that is not above 0.
std::unique_ptr<RunQueue> make_run_queue(const SchedulerSpec& spec, unsigned cores, unsigned hz);

/// The same as a level of a hierarchy of groups; throws std::invalid_argument for a policy that has no groups.
std::unique_ptr<FairQueue> make_fair_queue(const SchedulerSpec& spec, unsigned cores, unsigned hz);

/// How that scheduler places a wakee and balances its cores. Both throw as make_run_queue does.
WakeRules wake_rules(const SchedulerSpec& spec);
BalanceRules balance_rules(const SchedulerSpec& spec, unsigned cores, unsigned hz);

}  // namespace kickpath::host
