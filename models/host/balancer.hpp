#pragma once
#include <vector>

#include "host/balance.hpp"
#include "host/host_core.hpp"
#include "host/sched_domains.hpp"

namespace kickpath::host {

class Host;

/// Carries out what balance.hpp decides: pulls waiting tasks that are bound to no core, domain by domain from
/// the inside, until there is something to pull. Idle while every task is pinned.
class Balancer {
 public:
  Balancer(Host& host, const BalanceRules& rules, const Topology& topology);

  void begin_idle(const HostCore& core);
  void end_idle(const HostCore& core);

  /// `core` has nothing to run: pulls one task if there is one. True: it did.
  bool pull_when_idle(HostCore& core);

  /// At the tick of a busy core: periodic balancing of it, and of an idle core that it kicks.
  void at_tick(HostCore& core);

 private:
  BalanceState& state_of(const HostCore& core) { return states_[core.id().value]; }
  bool pull_within(HostCore& core, CoreSet sources, const std::vector<CoreView>& view);
  BalanceOutcome pull(HostCore& to, std::optional<Pull> decision);
  void balance_periodically(HostCore& core);
  bool move_one(HostCore& from, HostCore& to, std::int64_t heaviest);

  Host& host_;
  BalanceRules rules_;
  std::vector<BalanceState> states_;
  std::vector<std::vector<CoreSet>> domains_;  ///< of each core
};

}  // namespace kickpath::host
