#include "trace/measured_timeline.hpp"

#include <algorithm>
#include <utility>

namespace kickpath::trace {

using tracefiles::EventKind;

namespace {

// The LAPIC's and the IOAPIC's pages (tracefiles/thread_steps knows them by the same addresses).
bool is_kick(const tracefiles::TraceEvent& event) {
  constexpr std::uint64_t ioapic = 0xfec00000, lapic = 0xfee00000, page = 0x1000;
  if (event.kind == EventKind::kvm_fast_mmio) return true;
  if (!event.is_write) return false;
  if (event.kind == EventKind::kvm_pio) return true;
  return event.kind == EventKind::kvm_mmio && event.address - ioapic >= page && event.address - lapic >= page;
}

std::string_view name_of(EventKind kind) { return tracefiles::event_names[tracefiles::index_of(kind)].name; }

}  // namespace

MeasuredTimeline::MeasuredTimeline(TimelineFile& file, const Names& names, const std::vector<Known>& known)
    : pen_(file), names_(names), running_(pen_.legend().name("running", "sched_switch")),
      in_guest_(pen_.legend().name("kvm_entry", "kvm")),
      in_userspace_(pen_.legend().name("kvm_userspace_exit", "kvm")),
      runnable_(pen_.legend().name("runnable", "sched_wakeup")),
      preempted_(pen_.legend().name("preempted", "sched_switch")),
      wakeup_(pen_.legend().name("sched_wakeup", "sched")),
      cores_process_(pen_.legend().add_process("host cores")), arrows_(pen_) {
  add_known(known);
}

void MeasuredTimeline::add_known(const std::vector<Known>& known) {
  std::map<std::string, std::uint32_t> vms;
  for (const Known& thread : known)
    if (!thread.process.empty() && vms.count(thread.process) == 0)
      vms[thread.process] = pen_.legend().add_process(thread.process);
  threads_process_ = pen_.legend().add_process(known.empty() ? "threads" : "other threads");
  for (const Known& thread : known)
    add_thread(ThreadId{thread.pid}, thread.process.empty() ? threads_process_ : vms[thread.process],
               thread.name);
}

MeasuredTimeline::Core& MeasuredTimeline::core(Cpu cpu) {
  const auto known = cores_.find(cpu);
  if (known != cores_.end()) return known->second;
  const std::string name = "core " + std::to_string(cpu);
  Core made;
  made.track = pen_.legend().add_track(cores_process_, name);
  made.run_queue = pen_.legend().counter(name + " run queue", {"runnable"});
  return cores_.emplace(cpu, made).first->second;
}

MeasuredTimeline::Thread& MeasuredTimeline::thread(ThreadId id) {
  const auto known = threads_.find(id.value);
  if (known != threads_.end()) return *known->second;
  const auto comm = names_.find(id.value);
  const std::string name = (comm == names_.end() ? "thread" : comm->second) + ' ' + std::to_string(id.value);
  return add_thread(id, threads_process_, name);
}

MeasuredTimeline::Thread& MeasuredTimeline::add_thread(ThreadId id, std::uint32_t process,
                                                       const std::string& name) {
  auto& made = threads_[id.value];
  made =
      std::make_unique<Thread>(Thread{id, ThreadTrack(pen_, pen_.legend().add_track(process, name), name)});
  made->track.does(running_);
  return *made;
}

void MeasuredTimeline::feed(const Event& event) {
  if (pen_.is_over() || event.kind == EventKind::lost) return;
  pen_.set_date(std::max(event.date, Instant{}));
  runs(event.cpu, event.thread);
  switch (event.kind) {
    case EventKind::sched_waking:
    case EventKind::sched_wakeup:
    case EventKind::sched_switch:
      return feed_sched(event);
    default:
      return event.thread.is_idle() ? void() : feed_kvm(event);
  }
}

// ---- Who runs where
// --------------------------------------------------------------------------------------------------------------

void MeasuredTimeline::runs(Cpu cpu, ThreadId id) {
  Core& here = core(cpu);
  if (here.running != nullptr && here.running->id != id) leaves(*here.running);
  if (id.is_idle() || here.running != nullptr) return count(here);
  Thread& next = thread(id);
  if (next.runs_on != nowhere) leaves(next);
  if (next.waits_on != nowhere) {
    Core& waited = core(std::exchange(next.waits_on, nowhere));
    --waited.waiting;
    if (&waited != &here) count(waited);
  }
  here.running = &next;
  next.runs_on = cpu;
  pen_.slice_begins(here.track, next.track.on_core());
  next.track.enters_core();
  arrows_.runs(id, next.track.track());
  count(here);
}

void MeasuredTimeline::leaves(Thread& thread) {
  Core& from = core(std::exchange(thread.runs_on, nowhere));
  from.running = nullptr;
  pen_.slice_ends(from.track);
  thread.track.leaves_core();
}

void MeasuredTimeline::waits(Thread& thread, Cpu cpu, NameId as) {
  if (thread.runs_on != nowhere || thread.waits_on != nowhere) return;
  thread.waits_on = cpu;
  thread.track.waits(as);
  Core& there = core(cpu);
  ++there.waiting;
  count(there);
}

void MeasuredTimeline::count(Core& core) {
  const std::uint32_t runnable = core.waiting + (core.running != nullptr ? 1 : 0);
  if (std::exchange(core.counted, runnable) != runnable) pen_.counter(core.track, core.run_queue, {runnable});
}

// ---- Events
// ----------------------------------------------------------------------------------------------------------------------

void MeasuredTimeline::feed_sched(const Event& event) {
  if (event.kind == EventKind::sched_switch) {
    if (Thread* before = core(event.cpu).running; before != nullptr) {
      leaves(*before);
      if (event.is_preempted) waits(*before, event.cpu, preempted_);
    }
    return runs(event.cpu, event.other);
  }
  Thread& wakee = thread(event.other);
  if (event.kind == EventKind::sched_wakeup) {
    waits(wakee, event.target_cpu, runnable_);
    return pen_.instant(wakee.track.track(), wakeup_);
  }
  const bool is_by_task = !event.is_in_interrupt && !event.thread.is_idle();
  Thread& shown = is_by_task ? thread(event.thread) : wakee;
  pen_.instant(shown.track.track(), wakee.track.waking());
  if (is_by_task) arrows_.wakes(event.thread, event.other, shown.track.track());
}

void MeasuredTimeline::feed_kvm(const Event& event) {
  Thread& by = thread(event.thread);
  switch (event.kind) {
    case EventKind::kvm_entry:
      return by.track.does(in_guest_);
    case EventKind::kvm_exit:
      return by.track.does(pen_.legend().name("kvm_exit", "kvm", {{"reason", event.reason}}));
    case EventKind::kvm_userspace_exit:
      return by.track.does(in_userspace_);
    case EventKind::kvm_vcpu_wakeup:
      return instant(event, {{"by", event.has_polled ? "poll" : "wait"}});
    case EventKind::kvm_pio:
    case EventKind::kvm_mmio:
    case EventKind::kvm_fast_mmio:
      if (is_kick(event)) arrows_.kicks(event.thread);
      return instant(event);
    default:
      return feed_interrupt(event);
  }
}

void MeasuredTimeline::feed_interrupt(const Event& event) {
  const bool has_vector =
      event.kind == EventKind::kvm_apic_accept_irq || event.kind == EventKind::kvm_inj_virq;
  const std::string vector = std::to_string(event.vector);
  if (has_vector) {
    instant(event, {{"vector", vector}});
  } else {
    instant(event);
  }
  const TrackId track = thread(event.thread).track.track();
  if (event.kind == EventKind::kvm_msi_set_irq) arrows_.sends_interrupt(event.thread, track);
  if (event.kind == EventKind::kvm_inj_virq || event.kind == EventKind::kvm_eoi)
    arrows_.takes_interrupt(event.thread, track);
}

void MeasuredTimeline::instant(const Event& event, const TimelineLegend::Arguments& arguments) {
  pen_.instant(thread(event.thread).track.track(), pen_.legend().name(name_of(event.kind), "kvm", arguments));
}

}  // namespace kickpath::trace
