#include "trace/host_timeline.hpp"

#include <utility>

namespace kickpath::trace {

using host::IpiReason;
using host::Task;

namespace {

constexpr std::array<std::string_view, 3> reasons{"wake_idle", "reschedule", "kick_guest"};

}  // namespace

HostTimeline::HostTimeline(TimelinePen& pen, TimelineThreads& threads, host::Host& host,
                           const std::vector<TrackId>& tracks)
    : pen_(pen), threads_(threads), host_(host), wakeup_(pen.legend().name("sched_wakeup", "sched")),
      runnable_(pen.legend().name("runnable", "sched_wakeup")),
      preempted_(pen.legend().name("preempted", "sched_switch")),
      tick_(pen.legend().name("hrtimer_expire_entry", "timer", {{"function", "tick_sched_timer"}})) {
  for (std::uint32_t i = 0; i < host.core_count(); ++i) cores_.push_back(make_core(tracks[i], i));
  listen();
}

HostTimeline::Core HostTimeline::make_core(TrackId track, std::uint32_t number) {
  TimelineLegend& legend = pen_.legend();
  const std::string core = std::to_string(number);
  Core made;
  made.track = track;
  made.runnable = legend.counter("core " + core + " run queue", {"runnable"});
  for (std::size_t i = 0; i < reasons.size(); ++i)
    made.ipi[i] = legend.name("ipi_send_cpu", "ipi", {{"cpu", core}, {"reason", reasons[i]}});
  return made;
}

void HostTimeline::listen() {
  host::Probes& probes = host_.probes;
  probes.sched_switch.subscribe([this](CoreId core, Task* before, Task* next) {
    if (!pen_.is_over()) switches(core, before, next);
  });
  probes.sched_waking.subscribe([this](Task& wakee, Task* waker) {
    if (!pen_.is_over()) wakes(wakee, waker);
  });
  probes.sched_wakeup.subscribe([this](Task& wakee, CoreId core) {
    if (!pen_.is_over()) woken(wakee, core);
  });
  probes.ipi_send.subscribe([this](Task* sender, CoreId target, IpiReason reason) {
    if (!pen_.is_over()) sends(sender, target, reason);
  });
  probes.sched_migrate_task.subscribe([this](Task&, CoreId from, CoreId to) {
    if (pen_.is_over()) return;
    count(from);
    count(to);
  });
  probes.tick.subscribe([this](CoreId core) {
    if (!pen_.is_over()) pen_.instant(cores_[core.value].track, tick_);
  });
}

void HostTimeline::switches(CoreId id, Task* before, Task* next) {
  Core& core = cores_[id.value];
  if (std::exchange(core.is_busy, next != nullptr)) pen_.slice_ends(core.track);
  if (before != nullptr) {
    ThreadTrack& thread = threads_.of(*before);
    thread.leaves_core();
    if (before->waits_for_core()) thread.waits(preempted_);
  }
  if (next != nullptr) {
    ThreadTrack& thread = threads_.of(*next);
    pen_.slice_begins(core.track, thread.on_core());
    thread.enters_core();
  }
  count(id);
}

// An interrupt handler has no track of its own: it is told where the wakee is.
void HostTimeline::wakes(Task& wakee, Task* waker) {
  const ThreadTrack& woken = threads_.of(wakee);
  pen_.instant(waker != nullptr ? threads_.of(*waker).track() : woken.track(), woken.waking());
}

void HostTimeline::woken(Task& wakee, CoreId id) {
  ThreadTrack& thread = threads_.of(wakee);
  thread.waits(runnable_);
  pen_.instant(thread.track(), wakeup_);
  count(id);
}

void HostTimeline::sends(Task* sender, CoreId target, IpiReason reason) {
  const Core& core = cores_[target.value];
  pen_.instant(sender != nullptr ? threads_.of(*sender).track() : core.track,
               core.ipi[static_cast<std::size_t>(reason)]);
}

void HostTimeline::count(CoreId id) {
  Core& core = cores_[id.value];
  const std::size_t runnable = host_.core(id).queue().runnable();
  if (std::exchange(core.last_runnable, runnable) != runnable)
    pen_.counter(core.track, core.runnable, {static_cast<std::uint32_t>(runnable)});
}

}  // namespace kickpath::trace
