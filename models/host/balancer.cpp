#include "host/balancer.hpp"

#include "host/host.hpp"

namespace kickpath::host {

Balancer::Balancer(Host& host, const BalanceRules& rules, std::size_t cores)
    : host_(host), rules_(rules), states_(cores) {}

void Balancer::begin_idle(const HostCore& core) {
  host::begin_idle(state_of(core), host_.simulation().now());
}

void Balancer::end_idle(const HostCore& core) {
  host::end_idle(rules_, state_of(core), host_.simulation().now());
}

bool Balancer::pull_when_idle(HostCore& core) {
  CoreSet sources = CoreSet::up_to(host_.core_count());
  const std::vector<CoreView> view = host_.view();
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
      target.leave_idle(host_.cost(cost::Component::wake_idle_exit));
    }
  }
}

void Balancer::balance_periodically(HostCore& core) {
  const Instant now = host_.simulation().now();
  if (!is_balance_due(rules_, state_of(core), now)) return;
  const CoreSet sources = CoreSet::up_to(host_.core_count());
  const auto decision = pull_at_tick(rules_, state_of(core), core.id(), host_.view(), sources);
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
    std::int64_t heaviest;
  };
  const Conditions conditions{*this, state_of(to), to.id(), heaviest};
  const auto may_move = [](const SchedEntity& entity, const void* context) {
    const auto& wanted = *static_cast<const Conditions*>(context);
    const Task& task = task_of(entity);
    const Duration since = wanted.balancer.host_.simulation().now() - task.last_ran();
    return task.spec().affinity.contains(wanted.target) && entity.weight <= wanted.heaviest &&
           !is_cache_hot(wanted.balancer.rules_, wanted.state, since);
  };
  from.account();
  SchedEntity* entity = from.queue().steal_candidate(may_move, &conditions);
  if (entity == nullptr) return false;
  Task& task = task_of(*entity);
  from.dequeue(task, Departure::migration);
  to.enqueue(task, Arrival::migration);
  if (to.should_preempt(task)) to.request_resched();
  return true;
}

}  // namespace kickpath::host
