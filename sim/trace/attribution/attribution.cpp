#include "trace/attribution/attribution.hpp"

namespace kickpath::trace {

Attributor::Attributor(engine::Simulation& simulation, vm::Machine& machine, const vm::MachineSpec& spec)
    : hosts_(machine.host_count()), activity_(simulation, machine) {
  for (const vm::VmSpec& group : spec.vms) {
    class_of_vm_.insert(class_of_vm_.end(), group.count, operations_.size());
    operations_.push_back({{group.name, group.workload.device}, 0, {}, {}});
  }
  machine.probes().completed.subscribe(
      [this](vm::VmIndex vm, Duration latency, std::uint32_t) { completed(vm, latency); });
}

// Who completes it, runs: a guest, or a process at the other end.
void Attributor::completed(vm::VmIndex vm, Duration latency) {
  OperationTime& time = operations_[class_of_vm_[static_cast<std::size_t>(vm)]];
  ++time.operations;
  time.latency += latency;
  const TaskActivity* by = activity_.running();
  if (by == nullptr) {
    time.split[Part::other] += latency;
  } else {
    const Instant now = activity_.now();
    time.split += along_critical_path(
        {&by->log, now - latency, now, by->reaped.has_value(), by->reaped.value_or(Services{})});
  }
}

void Attributor::begin(Instant now) {
  activity_.begin(now);
  for (OperationTime& time : operations_) time = {time.of, 0, {}, {}};
  begun_ = now;
}

Attribution Attributor::end(Instant now) {
  activity_.close(now);
  Attribution attribution{now - begun_, operations_, {}};
  for (const Activity::Core& core : activity_.cores()) {
    const std::string host = hosts_ == 1 ? "" : core.host == first_host ? "host" : "remote";
    const auto& by_task = core.log.by_task();
    attribution.cores.push_back({host, core.id, core.log.split(), {by_task.begin(), by_task.end()}});
  }
  return attribution;
}

}  // namespace kickpath::trace
