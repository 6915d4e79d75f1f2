#pragma once
#include <memory>
#include <unordered_map>
#include <vector>

#include "trace/attribution/core_log.hpp"
#include "trace/attribution/requests.hpp"
#include "trace/attribution/task_activity.hpp"
#include "vm/machine.hpp"

namespace kickpath::trace {

class HostActivity;

/// What all tasks and cores of a machine are doing, and why. Subscribes at its construction, which must come
/// before the run; outlives it.
class Activity {
 public:
  Activity(engine::Simulation& simulation, vm::Machine& machine);
  ~Activity();
  Activity(const Activity&) = delete;
  Activity& operator=(const Activity&) = delete;

  Instant now() const { return simulation_.now(); }

  /// Of the task whose fiber runs; null in a timer's callback.
  TaskActivity* running();
  TaskActivity& of(const host::Task& task);
  Requests& requests() { return requests_; }

  /// Every core's time counts from here on.
  void begin(Instant now);
  /// Up to now, what is still under way included.
  void close(Instant now);
  struct Core {
    HostId host;
    CoreId id;
    const CoreLog& log;
  };
  std::vector<Core> cores() const;

 private:
  void listen_to_devices(device::Probes& probes);
  void listen_to_vcpus(vcpu::Probes& probes);

  engine::Simulation& simulation_;
  vm::Machine& machine_;
  Requests requests_;
  std::unordered_map<const host::Task*, std::unique_ptr<TaskActivity>> tasks_;
  std::unordered_map<const engine::Actor*, TaskActivity*> by_actor_;
  std::unordered_map<const host::Task*, const vcpu::Vcpu*> vcpus_;
  std::vector<std::unique_ptr<HostActivity>> hosts_;
};

}  // namespace kickpath::trace
