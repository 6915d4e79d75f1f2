#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

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

  MeasuredTimeline(TimelineFile& file, const Names& names);
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
  std::uint32_t cores_process_, threads_process_;
  std::map<Cpu, Core> cores_;
  std::unordered_map<std::int32_t, std::unique_ptr<Thread>> threads_;
  MeasuredArrows arrows_;
};

}  // namespace kickpath::trace
