#pragma once
#include <memory>
#include <vector>

#include "engine/timer.hpp"
#include "host/group/group_queue.hpp"

namespace kickpath::host {

class Host;

/// The groups of a host: their queues on each core, and the timers that begin the periods of those with a limit.
/// Periods count from the start of the run. What the timer's interrupt costs is not charged.
class Groups {
 public:
  Groups(Host& host, const std::vector<CgroupSpec>& specs, std::size_t cores);

  SchedGroup& at(std::size_t index) { return *groups_[index]; }
  std::unique_ptr<RunQueue> make_queue(CoreId core, const GroupQueue::MakeQueue& make);
  /// Once all cores have their queues.
  void begin();

 private:
  void begin_period(SchedGroup& group, engine::Timer& timer);

  Host& host_;
  std::vector<std::unique_ptr<SchedGroup>> groups_;
  std::vector<GroupQueue*> queues_;  ///< by core
  std::vector<std::unique_ptr<engine::Timer>> timers_;
};

}  // namespace kickpath::host
