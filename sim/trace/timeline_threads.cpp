#include "trace/timeline_threads.hpp"

namespace kickpath::trace {

TimelineThreads::TimelineThreads(TimelinePen& pen, vm::Machine& machine)
    : pen_(pen), running_(pen.legend().name("running", "sched_switch")),
      in_userspace_(pen.legend().name("kvm_userspace_exit", "kvm")) {
  for (const auto& vm : machine.vms()) vms_.push_back(pen.legend().add_process(vm->name()));
  others_ = pen.legend().add_process("other threads");
  for (HostId id = first_host; id.value < machine.host_count(); ++id.value)
    for (const auto& task : machine.host(id).tasks()) add(*task);
}

// A vcpu thread has its first KVM_RUN before it.
ThreadTrack& TimelineThreads::add(const host::Task& task) {
  const std::int32_t vm = task.spec().vm;
  const std::uint32_t process = vm < 0 ? others_ : vms_[static_cast<std::size_t>(vm)];
  auto& thread = threads_[&task];
  thread = std::make_unique<ThreadTrack>(pen_, pen_.legend().add_track(process, task.name()), task.name());
  thread->does(task.spec().is_vcpu ? in_userspace_ : running_);
  return *thread;
}

}  // namespace kickpath::trace
