#include "host/group/groups.hpp"

#include "host/host.hpp"

namespace kickpath::host {

Groups::Groups(Host& host, const std::vector<CgroupSpec>& specs, std::size_t cores) : host_(host) {
  for (const CgroupSpec& spec : specs)
    groups_.push_back(std::make_unique<SchedGroup>(groups_.size(), spec, cores));
}

std::unique_ptr<RunQueue> Groups::make_queue(CoreId core, const GroupQueue::MakeQueue& make) {
  auto queue = std::make_unique<GroupQueue>(core, groups_, make);
  queues_.push_back(queue.get());
  return queue;
}

void Groups::begin() {
  engine::Simulation& simulation = host_.simulation();
  for (const auto& group : groups_) {
    if (group->pool() == nullptr) continue;
    const std::size_t place = timers_.size();
    timers_.push_back(std::make_unique<engine::Timer>(
        simulation, [this, &of = *group, place] { begin_period(of, *timers_[place]); }));
    timers_[place]->arm(simulation.now() + group->pool()->period());
  }
}

// sched_cfs_period_timer, distribute_cfs_runtime, unthrottle_cfs_rq: an idle core is woken, a busy one finds the
// group in its queue at its next pick.
void Groups::begin_period(SchedGroup& group, engine::Timer& timer) {
  group.pool()->refill();
  for (CoreId id{0}; id.value < queues_.size(); ++id.value) {
    HostCore& core = host_.core(id);
    core.account();
    const bool may_go_on = queues_[id.value]->unthrottle(group);
    if (may_go_on && core.is_sleeping() && !core.is_leaving_idle())
      core.leave_idle(host_.cost(cost::Component::wake_idle_exit));
  }
  timer.arm(host_.simulation().now() + group.pool()->period());
}

}  // namespace kickpath::host
