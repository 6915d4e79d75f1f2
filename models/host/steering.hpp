#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "host/scheduler_spec.hpp"
#include "host/task.hpp"

/// What-if schedulers: the base policy shares out each core's time, and a steering says on which core the
/// threads of VMs run, if their affinity leaves it a choice.
namespace kickpath::host {

/// The contract. Every task of the host joins before it first runs. `place` answers for a task that starts or
/// wakes up now; nothing: as the base policy would. What is placed so is not moved by the balancer.
class Steering {
 public:
  virtual ~Steering() = default;
  virtual void join(const Task& task) = 0;
  virtual std::optional<CoreId> place(const Task& task, Instant now) = 0;
};

struct SteeringInfo {
  std::string_view name;  ///< as `host.scheduler` says it
  std::string_view description;
};

/// All there are, in the order of the documentation.
const std::vector<SteeringInfo>& steerings();

bool is_steering(std::string_view policy);

/// The steering of `spec.policy`; null for an ordinary policy.
std::unique_ptr<Steering> make_steering(const SchedulerSpec& spec, std::size_t cores);

/// Is this a thread of a VM that may run anywhere?
inline bool is_steered(const Task& task) { return task.spec().vm >= 0 && task.spec().affinity.count() > 1; }

}  // namespace kickpath::host
