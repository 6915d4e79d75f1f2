#pragma once
#include <array>
#include <vector>

#include "trace/timeline_threads.hpp"

namespace kickpath::trace {

/// What the cores of one host do: who runs, who waits, who wakes whom; the length of each run queue.
class HostTimeline {
 public:
  /// `tracks`: of its cores. Subscribes.
  HostTimeline(TimelinePen& pen, TimelineThreads& threads, host::Host& host,
               const std::vector<TrackId>& tracks);
  HostTimeline(const HostTimeline&) = delete;
  HostTimeline& operator=(const HostTimeline&) = delete;

 private:
  struct Core {
    TrackId track;
    NameId runnable;
    std::array<NameId, 3> ipi;  ///< to it, by reason
    std::size_t last_runnable = 0;
    bool is_busy = false;
  };

  Core make_core(TrackId track, std::uint32_t number);
  void listen();
  void switches(CoreId id, host::Task* before, host::Task* next);
  void wakes(host::Task& wakee, host::Task* waker);
  void woken(host::Task& wakee, CoreId id);
  void sends(host::Task* sender, CoreId target, host::IpiReason reason);
  void count(CoreId id);

  TimelinePen& pen_;
  TimelineThreads& threads_;
  host::Host& host_;
  NameId wakeup_, runnable_, preempted_, tick_;
  std::vector<Core> cores_;
};

}  // namespace kickpath::trace
