#include "host/host.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/error.hpp"
#include "host/gang/gangs.hpp"
#include "host/group/groups.hpp"
#include "host/run_queue_catalogue.hpp"

namespace kickpath::host {

using cost::Component;

namespace {

unsigned ticks_a_second(const HostSpec& spec, const cost::CostProfile& profile) {
  return spec.hz.value_or(profile.hz);
}

Topology topology_of(const HostSpec& spec) {
  if (!spec.topology) return Topology{spec.cores};
  if (spec.topology->logical_cores() != spec.cores)
    throw std::invalid_argument("a host's topology has as many threads as the host has cores");
  return Topology{*spec.topology};
}

}  // namespace

Host::Host(engine::Simulation& simulation, const HostSpec& spec, const cost::CostProfile& profile,
           const std::vector<CgroupSpec>& groups, const std::string& name)
    : simulation_(simulation), costs_(profile, simulation, name),
      tick_period_(Duration{1'000'000'000'000 / ticks_a_second(spec, profile)}),
      deep_idle_after_(profile.deep_idle_after), computing_(profile.neighbours.computing),
      topology_(topology_of(spec)), wake_rules_(host::wake_rules(spec.scheduler)),
      preemption_(make_preemption_model(spec.preemption.value_or(PreemptionKind::none))),
      has_preemptible_kernel_(preemption_->acts_at(PreemptionPoint::anywhere, Resched::now)),
      balancer_(*this, balance_rules(spec.scheduler, spec.cores, ticks_a_second(spec, profile)), topology_),
      utilisation_(spec.cores) {
  if (!groups.empty() && !has_groups(spec.scheduler))
    throw std::invalid_argument("scheduler policy '" + spec.scheduler.policy + "' has no groups");
  if (is_gang(spec.scheduler)) gangs_ = std::make_unique<Gangs>(*this, spec.scheduler);
  if (!groups.empty()) groups_ = std::make_unique<Groups>(*this, groups, spec.cores);
  make_cores(spec, ticks_a_second(spec, profile));
  if (groups_) groups_->begin();
  if (gangs_) gangs_->begin();
  steering_ = make_steering(spec.scheduler, spec.cores);
  start_paces(spec);
  if (Neighbours::are_felt(profile.neighbours))
    neighbours_ = std::make_unique<Neighbours>(
        simulation, profile.neighbours, spec.cores,
        [this](CoreId id, double left) { core(id).set_share_of_neighbours(left); });
}

Host::~Host() = default;

void Host::make_cores(const HostSpec& spec, unsigned hz) {
  for (CoreId id{0}; id.value < spec.cores; ++id.value)
    cores_.push_back(std::make_unique<HostCore>(*this, id, make_queue(spec, hz, id)));
}

std::unique_ptr<RunQueue> Host::make_queue(const HostSpec& spec, unsigned hz, CoreId core) {
  const auto make_flat = [scheduler = spec.scheduler, cores = spec.cores, hz] {
    return make_run_queue(scheduler, cores, hz);
  };
  const auto make_level = [&] { return make_fair_queue(spec.scheduler, spec.cores, hz); };
  if (groups_) return groups_->make_queue(core, make_level);
  return gangs_ ? gangs_->make_queue(make_flat) : make_flat();
}

void Host::start_paces(const HostSpec& spec) {
  if (!spec.topology || Paces::are_uniform(*spec.topology)) return;
  paces_ =
      std::make_unique<Paces>(*spec.topology, [this](CoreId id, double speed) { core(id).set_speed(speed); });
}

void Host::put_vm_in_group(std::int32_t vm, std::int32_t group) {
  const auto index = static_cast<std::size_t>(vm);
  if (group_of_vm_.size() <= index) group_of_vm_.resize(index + 1, -1);
  group_of_vm_[index] = group;
}

SchedGroup* Host::group_of(const TaskSpec& spec) {
  std::int32_t group = spec.group;
  if (group < 0 && spec.vm >= 0 && static_cast<std::size_t>(spec.vm) < group_of_vm_.size())
    group = group_of_vm_[static_cast<std::size_t>(spec.vm)];
  return groups_ && group >= 0 ? &groups_->at(static_cast<std::size_t>(group)) : nullptr;
}

Task& Host::spawn(TaskSpec spec, std::function<void(Task&)> body) {
  if (spec.affinity.count() > 1) has_unpinned_tasks_ = true;
  SchedGroup* group = group_of(spec);
  Task& task = *tasks_.emplace_back(std::make_unique<Task>(*this, std::move(spec), std::move(body)));
  task.entity.group = group;
  task.entity.gang = gang_of_vm(task.spec().vm);
  if (steering_) steering_->join(task);
  if (watch_ != nullptr) task.watch(*watch_);
  return task;
}

void Host::watch_charges(ChargeWatch& watch) {
  watch_ = &watch;
  costs_.watch(watch);
  for (const auto& task : tasks_) task->watch(watch);
}

// With the fewest tasks (Linux: the fork balancing of sched_balance_find_dst_cpu).
CoreId Host::emptiest_core(const CoreSet& allowed) {
  CoreId emptiest{};
  std::size_t fewest = std::size_t(-1);
  for (const auto& core : cores_) {
    if (!allowed.contains(core->id()) || core->queue().runnable() >= fewest) continue;
    emptiest = core->id();
    fewest = core->queue().runnable();
  }
  return emptiest;
}

std::optional<CoreId> Host::steer(const Task& task) {
  return steering_ ? steering_->place(task, simulation_.now()) : std::nullopt;
}

void Host::start(Task& task) {
  const auto steered = steer(task);
  HostCore& home = core(steered ? *steered : emptiest_core(task.spec().affinity));
  task.come_to(home);
  task.recent_core_ = home.id();
  home.enqueue(task, Arrival::fork);
  if (home.is_sleeping()) {
    home.leave_idle(Duration::zero());
  } else if (home.should_preempt(task)) {
    home.ask_for_resched();
  }
}

void Host::wake(Task& wakee, Task& waker) {
  if (wakee.state_ != Task::State::blocked) {
    wakee.has_pending_wake_ = true;
    return;
  }
  wakee.state_ = Task::State::waking;
  probes.sched_waking(wakee, &waker);
  const CoreId target = place(wakee, waker.core());
  waker.kernel_atomically(wake_cost(waker.core(), target));
  activate(wakee, target, waker.core(), &waker);
}

void Host::wake_from_irq(Task& wakee, CoreId irq_core) {
  if (wakee.state_ != Task::State::blocked) {
    wakee.has_pending_wake_ = true;
    return;
  }
  probes.sched_waking(wakee, nullptr);
  const CoreId target = place(wakee, irq_core);
  core(irq_core).steal(wake_cost(irq_core, target));
  activate(wakee, target, irq_core, nullptr);
  core(irq_core).end_interrupt();
}

// A sleeper that still waits delayed in a run queue wakes up there (Linux 6.12 ttwu_runnable).
CoreId Host::place(Task& wakee, CoreId waker_core) {
  const CoreSet& allowed = wakee.spec().affinity;
  if (wakee.entity.delayed || (wakee.is_pinned_ && allowed.contains(wakee.core_))) return wakee.core_;
  if (const auto steered = steer(wakee)) return *steered;
  const WakeQuestion question{waker_core, wakee.core_,         wakee.recent_core_,
                              false,      wakee.entity.weight, utilisation_.of_1024(simulation_.now())};
  const Placement answer = place_wakee(wake_rules_, question, allowed, view(), topology_);
  wakee.recent_core_ = answer.recent_used;
  return answer.core;
}

Duration Host::wake_cost(CoreId waker_core, CoreId target) {
  if (waker_core == target) return costs_(Component::wake_local);
  Duration near = costs_(Component::wake_remote);
  if (!core(target).is_sleeping()) near += costs_(Component::wake_remote_busy);
  return are_far(waker_core, target) ? near + costs_(Component::wake_remote_far) : near;
}

Duration Host::ipi_latency(Component near, CoreId from, CoreId to) {
  const Duration latency = costs_(near);
  return are_far(from, to) ? latency + costs_(Component::ipi_far) : latency;
}

Duration Host::idle_exit_latency(const HostCore& core, CoreId waker_core) {
  const Duration latency = ipi_latency(Component::wake_idle_exit, waker_core, core.id());
  return core.idle_for() > deep_idle_after_ ? latency + costs_(Component::wake_deep_idle_exit) : latency;
}

void Host::activate(Task& wakee, CoreId target, CoreId waker_core, Task* waker) {
  HostCore& home = core(target);
  const bool is_remote = target != waker_core;
  if (wakee.core_ != target && !wakee.entity.delayed) core(wakee.core_).hand_over(wakee);
  wakee.state_ = Task::State::runnable;
  home.enqueue(wakee, Arrival::wakeup);
  probes.sched_wakeup(wakee, target);
  if (home.is_sleeping()) {
    if (home.is_leaving_idle() || has_to_wait_for_slot(wakee)) return;
    if (is_remote) interrupt(waker_core, waker, target, IpiReason::wake_idle);
    if (home.is_sleeping()) home.leave_idle(idle_exit_latency(home, waker_core));
  } else if (home.should_preempt(wakee)) {
    if (!is_remote || preemption_->urgency() == Resched::lazy) {
      home.ask_for_resched();
    } else {
      resched_remotely(waker_core, waker, home);
    }
  }
}

bool Host::has_to_wait_for_slot(const Task& task) {
  return gangs_ != nullptr && core(task.core_).queue().is_throttled(task.entity);
}

void Host::interrupt(CoreId from, Task* sender, CoreId target, IpiReason reason) {
  probes.ipi_send(sender, target, reason);
  const bool is_idle = reason == IpiReason::wake_idle;
  const Duration cost = costs_(is_idle ? Component::ipi_send_idle : Component::ipi_send);
  if (sender != nullptr) {
    sender->kernel_atomically(cost);
  } else {
    core(from).steal(cost);
  }
}

bool Host::yield_to(Task& yielder, Task& target) {
  HostCore &here = core(yielder.core_), &there = core(target.core_);
  if (!target.waits_for_core() || (here.has_single_task() && there.has_single_task())) return false;
  here.account();
  there.account();
  there.queue().prefer(target.entity);
  here.queue().yield();
  if (&here != &there && !there.is_sleeping()) resched_remotely(here.id(), &yielder, there);
  yielder.give_way();
  return true;
}

// resched_curr of another core's task; it has been asked at most once.
void Host::resched_remotely(CoreId from, Task* sender, HostCore& there) {
  if (there.is_resched_on_its_way()) return;
  interrupt(from, sender, there.id(), IpiReason::reschedule);
  there.resched_after(ipi_latency(Component::wake_ipi_busy, from, there.id()));
}

void Host::send_ipi(Task& sender, CoreId target, IpiReason reason) {
  interrupt(sender.core(), &sender, target, reason);
}

void Host::account_all() {
  for (const auto& core : cores_) core->account();
}

std::vector<CoreView> Host::view() const {
  std::vector<CoreView> cores(cores_.size());
  for (const auto& task : tasks_) {
    if (!task->entity.on_queue) continue;
    if (groups_ && cores_[task->core_.value]->queue().is_throttled(task->entity)) continue;
    CoreView& home = cores[task->core_.value];
    ++home.queued;
    if (task->entity.delayed) continue;
    ++home.runnable;
    home.load += task->entity.weight;
  }
  for (std::size_t i = 0; i < cores.size(); ++i) {
    const Task* current = cores_[i]->current();
    cores[i].is_idle = current == nullptr && cores[i].queued == 0;
    cores[i].running_weight = current == nullptr ? 0 : current->entity.weight;
  }
  return cores;
}

}  // namespace kickpath::host
