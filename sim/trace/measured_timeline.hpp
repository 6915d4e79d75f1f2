#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "trace/measured_arrows.hpp"
#include "trace/thread_track.hpp"
#include "tracefiles/trace_event.hpp"

namespace kickpath::trace {

/// The timeline of a real host's trace, with the tracks and names of a simulated one, as far as a trace
/// tells: cores, threads, run queues and arrows. Queues it does not show. Where the trace begins, and where
/// events are missing, who fires an event is taken to run from there on.
class MeasuredTimeline {
 public:
  /// By pid; whoever is not there goes by the number.
  using Names = std::unordered_map<std::int32_t, std::string>;

  /// A thread of which more is known than a trace tells: whose it is. It has the track of a simulated one.
  struct Known {
    std::int32_t pid = 0;
    std::string process;  ///< its VM; empty: none
    std::string name;
  };

  /// Tracks are in the order of `known`, others follow as they come.
  MeasuredTimeline(TimelineFile& file, const Names& names, const std::vector<Known>& known = {});
  MeasuredTimeline(const MeasuredTimeline&) = delete;
  MeasuredTimeline& operator=(const MeasuredTimeline&) = delete;

  /// By date.
  void feed(const tracefiles::TraceEvent& event);

 private:
  using Event = tracefiles::TraceEvent;
  using Cpu = tracefiles::Cpu;
  using ThreadId = tracefiles::ThreadId;
  static constexpr Cpu nowhere = -1;

  struct Thread {
    ThreadId id;
    ThreadTrack track;
    Cpu runs_on = nowhere;
    Cpu waits_on = nowhere;
  };
  struct Core {
    TrackId track;
    NameId run_queue;
    Thread* running = nullptr;
    std::uint32_t waiting = 0;
    std::uint32_t counted = 0;
  };

  Core& core(Cpu cpu);
  Thread& thread(ThreadId id);
  void add_known(const std::vector<Known>& known);
  Thread& add_thread(ThreadId id, std::uint32_t process, const std::string& name);
  void runs(Cpu cpu, ThreadId id);
  void leaves(Thread& thread);
  void waits(Thread& thread, Cpu cpu, NameId as);
  void count(Core& core);
  void feed_sched(const Event& event);
  void feed_kvm(const Event& event);
  void feed_interrupt(const Event& event);
  void instant(const Event& event, const TimelineLegend::Arguments& arguments = {});

  TimelinePen pen_;
  Names names_;
  NameId running_, in_guest_, in_userspace_, runnable_, preempted_, wakeup_;
  std::uint32_t cores_process_;
  std::uint32_t threads_process_ = 0;  ///< of those that are nobody's
  std::map<Cpu, Core> cores_;
  std::unordered_map<std::int32_t, std::unique_ptr<Thread>> threads_;
  MeasuredArrows arrows_;
};

}  // namespace kickpath::trace
