#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "engine/simulation.hpp"
#include "host/balancer.hpp"
#include "host/charge_watch.hpp"
#include "host/cost_meter.hpp"
#include "host/group/group_spec.hpp"
#include "host/host_core.hpp"
#include "host/host_spec.hpp"
#include "host/neighbours.hpp"
#include "host/paces.hpp"
#include "host/preemption_model.hpp"
#include "host/probes.hpp"
#include "host/steering.hpp"
#include "host/task.hpp"
#include "host/topology.hpp"
#include "host/utilisation.hpp"
#include "host/wake_placement.hpp"

/// The host: its cores, the wake-ups and interrupts between them, and the tasks that it schedules.
namespace kickpath::host {

class Gangs;
class Groups;

class Host {
 public:
  /// `groups`: that tasks may belong to (TaskSpec::group). `name` tells it from another host: "remote/", or nothing.
  Host(engine::Simulation& simulation, const HostSpec& spec, const cost::CostProfile& profile,
       const std::vector<CgroupSpec>& groups = {}, const std::string& name = {});
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  engine::Simulation& simulation() { return simulation_; }
  Duration cost(cost::Component c) { return costs_(c); }
  const PreemptionModel& preemption() const { return *preemption_; }
  /// May a task in the kernel be preempted anywhere?
  bool has_preemptible_kernel() const { return has_preemptible_kernel_; }
  Duration tick_period() const { return tick_period_; }
  HostCore& core(CoreId id) { return *cores_[id.value]; }
  std::size_t core_count() const { return cores_.size(); }
  const Topology& topology() const { return topology_; }
  const std::vector<std::unique_ptr<Task>>& tasks() const { return tasks_; }

  /// A task that starts now. Its affinity holds at least one core of this host.
  Task& spawn(TaskSpec spec, std::function<void(Task&)> body);

  /// The tasks of this VM that are spawned from now on belong to that group; -1: to none.
  void put_vm_in_group(std::int32_t vm, std::int32_t group);

  /// `waker` wakes `wakee`, on the waker's fiber and at its expense: placement, run queue, and the IPI where
  /// one is needed. If it does not sleep, its next block returns at once, and nothing else happens.
  void wake(Task& wakee, Task& waker);

  /// An interrupt handler on `irq_core` wakes `wakee`, at the expense of whoever runs there.
  void wake_from_irq(Task& wakee, CoreId irq_core);

  /// `yielder`, on its own fiber, gives its core away for the sake of `target`, which waits for one: that one
  /// is preferred on its core, and told there if that is another (Linux kernel/sched/syscalls.c yield_to).
  /// False: there was nothing to gain, since `target` runs or sleeps, or both cores have nobody else.
  bool yield_to(Task& yielder, Task& target);

  /// `sender` spends the time to send an IPI.
  void send_ipi(Task& sender, CoreId target, IpiReason reason);

  /// What a program's work of `d`, said as of a core to itself, takes on average.
  Duration work(Duration d) const {
    return computing_ == 1 ? d
                           : Duration{static_cast<std::int64_t>(static_cast<double>(d.count()) * computing_)};
  }

  /// What an IPI's way takes from core to core: `near` within a socket.
  Duration ipi_latency(cost::Component near, CoreId from, CoreId to);

  /// `watch`, which must outlive the run, hears of every charge, of every task. Before the run; one watch.
  void watch_charges(ChargeWatch& watch);

  /// Brings every core's accounting up to now, before figures are read.
  void account_all();

  Probes probes;

 private:
  friend class Task;
  friend class HostCore;
  friend class Balancer;

  void start(Task& task);
  CoreId emptiest_core(const CoreSet& allowed);
  std::optional<CoreId> steer(const Task& task);
  bool steers(const Task& task) const { return steering_ != nullptr && is_steered(task); }
  CoreId place(Task& wakee, CoreId waker_core);
  bool are_far(CoreId a, CoreId b) const { return topology_.has_sockets() && !topology_.share_cache(a, b); }
  Duration wake_cost(CoreId waker_core, CoreId target);
  Duration idle_exit_latency(const HostCore& core, CoreId waker_core);
  void activate(Task& wakee, CoreId target, CoreId waker_core, Task* waker);
  /// The IPI itself: by `sender`, or, if null, by an interrupt handler on `from`.
  void interrupt(CoreId from, Task* sender, CoreId target, IpiReason reason);
  std::vector<CoreView> view() const;
  SchedGroup* group_of(const TaskSpec& spec);
  void make_cores(const HostSpec& spec, unsigned hz);
  std::unique_ptr<RunQueue> make_queue(const HostSpec& spec, unsigned hz, CoreId core);
  bool has_to_wait_for_slot(const Task& task);
  void start_paces(const HostSpec& spec);
  void resched_remotely(CoreId from, Task* sender, HostCore& there);

  engine::Simulation& simulation_;
  CostMeter costs_;
  ChargeWatch* watch_ = nullptr;
  Duration tick_period_;
  Duration deep_idle_after_;
  double computing_;
  Topology topology_;
  WakeRules wake_rules_;
  std::unique_ptr<PreemptionModel> preemption_;
  bool has_preemptible_kernel_;
  std::vector<std::unique_ptr<HostCore>> cores_;
  Balancer balancer_;
  Utilisation utilisation_;
  std::unique_ptr<Steering> steering_;  ///< null: the policy is an ordinary one
  std::unique_ptr<Groups> groups_;      ///< null: none
  std::unique_ptr<Gangs> gangs_;        ///< null: tasks run when their core has time for them
  std::vector<std::int32_t> group_of_vm_;
  std::unique_ptr<Neighbours> neighbours_;  ///< null: the cores are this host's alone
  std::unique_ptr<Paces> paces_;  ///< null: all cores run at full pace all the time
  std::vector<std::unique_ptr<Task>> tasks_;
  bool has_unpinned_tasks_ = false;
};

}  // namespace kickpath::host
