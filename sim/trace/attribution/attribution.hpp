#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "trace/attribution/activity.hpp"
#include "trace/attribution/critical_path.hpp"

/// Where the time of a machine's operations and cores went.
namespace kickpath::trace {

/// The operations of one kind: of a group of VMs, by its device.
struct OperationClass {
  std::string vms;
  std::string device;
  friend bool operator==(const OperationClass&, const OperationClass&) = default;
};

struct OperationTime {
  OperationClass of;
  std::uint64_t operations = 0;
  Duration latency{};  ///< of all of them
  Split split;         ///< the same, by parts
};

struct CoreTime {
  std::string host;  ///< that it is a core of; empty: there is one host
  CoreId id;
  Split split;
  std::vector<std::pair<std::string, Duration>> by_task;  ///< run time, by name
};

/// What one run has shown.
struct Attribution {
  Duration measured{};
  std::vector<OperationTime> operations;
  std::vector<CoreTime> cores;  ///< each splits `measured`
};

/// Listens to a machine, from before its run.
class Attributor {
 public:
  Attributor(engine::Simulation& simulation, vm::Machine& machine, const vm::MachineSpec& spec);
  Attributor(const Attributor&) = delete;
  Attributor& operator=(const Attributor&) = delete;

  /// What came before does not count: the end of the warm-up.
  void begin(Instant now);
  /// What happened since.
  Attribution end(Instant now);

 private:
  void completed(vm::VmIndex vm, Duration latency);

  std::uint32_t hosts_;
  Activity activity_;
  std::vector<std::size_t> class_of_vm_;
  std::vector<OperationTime> operations_;
  Instant begun_{};
};

}  // namespace kickpath::trace
