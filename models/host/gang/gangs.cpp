#include "host/gang/gangs.hpp"

#include "host/host.hpp"

namespace kickpath::host {

bool is_gang(const SchedulerSpec& spec) { return spec.policy == "gang"; }

Gangs::Gangs(Host& host, const SchedulerSpec& spec)
    : host_(host), slot_(spec.slot.value_or(default_gang_slot)),
      holes_(spec.strict.value_or(false) ? Holes::idle : Holes::filled),
      timer_(host.simulation(), [this] { begin_slot(); }) {}

std::unique_ptr<RunQueue> Gangs::make_queue(GangQueue::MakeQueue make) {
  auto queue = std::make_unique<GangQueue>(slots_, holes_, std::move(make));
  queues_.push_back(queue.get());
  return queue;
}

void Gangs::begin() { timer_.arm(host_.simulation().now() + slot_); }

void Gangs::begin_slot() {
  slots_.begin_next();
  for (CoreId id{0}; id.value < queues_.size(); ++id.value) {
    if (!queues_[id.value]->has_to_switch()) continue;
    HostCore& core = host_.core(id);
    if (!core.is_sleeping()) {
      core.request_resched();
    } else if (!core.is_leaving_idle()) {
      core.leave_idle(host_.cost(cost::Component::wake_idle_exit));
    }
  }
  timer_.arm(host_.simulation().now() + slot_);
}

}  // namespace kickpath::host
