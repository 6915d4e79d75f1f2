#include "host/balancer.hpp"

#include "host/host.hpp"

namespace kickpath::host {

Balancer::Balancer(Host& host, const BalanceRules& rules, const Topology& topology)
    : host_(host), rules_(rules), states_(topology.cores()) {
  for (CoreId core{0}; core.value < topology.cores(); ++core.value)
    domains_.push_back(sched_domains(topology, core));
}

void Balancer::begin_idle(const HostCore& core) {
  host::begin_idle(state_of(core), host_.simulation().now());
}

void Balancer::end_idle(const HostCore& core) {
  host::end_idle(rules_, state_of(core), host_.simulation().now());
}

bool Balancer::pull_when_idle(HostCore& core) {
  const std::vector<CoreView> view = host_.view();
  for (const CoreSet& domain : domains_[core.id().value])
    if (pull_within(core, domain, view)) return true;
  return false;
}

bool Balancer::pull_within(HostCore& core, CoreSet sources, const std::vector<CoreView>& view) {
  for (;;) {
    const auto decision = host::pull_when_idle(rules_, state_of(core), core.id(), view, sources);
    if (!decision) return false;
    if (pull(core, decision) == BalanceOutcome::moved) return true;
    sources.erase(decision->from);
  }
}

void Balancer::at_tick(HostCore& core) {
  balance_periodically(core);
  if (const auto idle = idle_core_to_kick(rules_, core.id(), host_.view())) {
    HostCore& target = host_.core(*idle);
    balance_periodically(target);
    if (target.queue().runnable() != 0 && target.is_sleeping() && !target.is_leaving_idle()) {
      host_.interrupt(core.id(), nullptr, target.id(), IpiReason::wake_idle);
      target.leave_idle(host_.ipi_latency(cost::Component::wake_idle_exit, core.id(), target.id()));
    }
  }
}

void Balancer::balance_periodically(HostCore& core) {
  const Instant now = host_.simulation().now();
  if (!is_balance_due(rules_, state_of(core), now)) return;
  const std::vector<CoreView> view = host_.view();
  std::optional<Pull> decision;
  for (const CoreSet& domain : domains_[core.id().value])
    if (!decision) decision = pull_at_tick(rules_, state_of(core), core.id(), view, domain);
  note_tick_balance(rules_, state_of(core), core.is_sleeping(), pull(core, decision), now);
}

BalanceOutcome Balancer::pull(HostCore& to, std::optional<Pull> decision) {
  if (!decision) return BalanceOutcome::balanced;
  return move_one(host_.core(decision->from), to, decision->heaviest) ? BalanceOutcome::moved
                                                                      : BalanceOutcome::failed;
}

bool Balancer::move_one(HostCore& from, HostCore& to, std::int64_t heaviest) {
  struct Conditions {
    const Balancer& balancer;
    const BalanceState& state;
    CoreId target;
    Distance distance;
    std::int64_t heaviest;
  };
  const Conditions conditions{*this, state_of(to), to.id(), host_.topology().between(from.id(), to.id()),
                              heaviest};
  const auto may_move = [](const SchedEntity& entity, const void* context) {
    const auto& wanted = *static_cast<const Conditions*>(context);
    const Task& task = task_of(entity);
    const Duration since = wanted.balancer.host_.simulation().now() - task.last_ran();
    const bool keeps_cache = wanted.distance <= Distance::sibling;
    return !wanted.balancer.host_.steers(task) && task.spec().affinity.contains(wanted.target) &&
           entity.weight <= wanted.heaviest &&
           (keeps_cache || !is_cache_hot(wanted.balancer.rules_, wanted.state, since));
  };
  from.account();
  SchedEntity* entity = from.queue().steal_candidate(may_move, &conditions);
  if (entity == nullptr) return false;
  Task& task = task_of(*entity);
  from.dequeue(task, Departure::migration);
  to.enqueue(task, Arrival::migration);
  if (to.should_preempt(task)) to.ask_for_resched();
  return true;
}

}  // namespace kickpath::host
