#pragma once
#include <memory>
#include <unordered_map>
#include <vector>

#include "trace/thread_track.hpp"
#include "vm/machine.hpp"

namespace kickpath::trace {

/// The tracks of all tasks, those that begin later too: a process for each VM, and one for the others.
class TimelineThreads {
 public:
  TimelineThreads(TimelinePen& pen, vm::Machine& machine);
  TimelineThreads(const TimelineThreads&) = delete;
  TimelineThreads& operator=(const TimelineThreads&) = delete;

  ThreadTrack& of(const host::Task& task) {
    const auto found = threads_.find(&task);
    return found != threads_.end() ? *found->second : add(task);
  }
  std::uint32_t process_of_vm(std::size_t vm) const { return vms_[vm]; }

 private:
  ThreadTrack& add(const host::Task& task);

  TimelinePen& pen_;
  NameId running_, in_userspace_;
  std::vector<std::uint32_t> vms_;
  std::uint32_t others_;
  std::unordered_map<const host::Task*, std::unique_ptr<ThreadTrack>> threads_;
};

}  // namespace kickpath::trace
