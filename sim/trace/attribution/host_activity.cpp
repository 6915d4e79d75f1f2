#include "trace/attribution/host_activity.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kickpath::trace {

using cost::Component;
using host::Ground;
using host::Stretch;

namespace {

/// A charge that is of no component.
Part part_without_cost(const TaskActivity& self, Ground ground, Duration work) {
  if (self.task->spec().vm < 0) return Part::background;
  if (self.vcpu != nullptr) {
    if (ground == Ground::kernel) return Part::exit;  // the way back in
    if (ground == Ground::deaf) return Part::service;
    if (self.vcpu->is_pausing()) return Part::lock_wait;
    return self.vcpu->is_spinning() ? Part::polling : Part::guest_work;
  }
  if (ground == Ground::outside) return Part::polling;
  return ground == Ground::deaf && work == self.poll_cost ? Part::polling : Part::service;
}

/// What a sleep is, of which nobody is the cause that could be followed.
Part part_of_sleep(std::string_view why) {
  if (why == "the device") return Part::device;
  if (why == "frames" || why == "packets") return Part::wire;
  return Part::timer;
}

/// Whoever polls does not come back to what was cut short: the oldest are forgotten.
void keep(Charge charge, std::vector<Charge>& cut_short) {
  constexpr std::size_t most = 16;
  if (cut_short.size() == most) cut_short.erase(cut_short.begin());
  cut_short.push_back(std::move(charge));
}

bool is_lock(std::string_view why) {
  return why == "the global lock" || why == "another visitor of the queue";
}

}  // namespace

HostActivity::HostActivity(Activity& all, host::Host& host)
    : all_(all), host_(host), cores_(host.core_count()) {
  host.watch_charges(*this);
  host.probes.sched_switch.subscribe(
      [this](CoreId id, host::Task* before, host::Task* next) { switches(id, before, next); });
  host.probes.sched_waking.subscribe([this](host::Task& wakee, host::Task* waker) { wakes(wakee, waker); });
  host.probes.sched_wakeup.subscribe([this](host::Task& wakee, CoreId id) { woken(wakee, id); });
  host.probes.sched_migrate_task.subscribe([this](host::Task& task, CoreId, CoreId) { migrates_ = &task; });
}

void HostActivity::begin(Instant now) {
  close(now);
  for (CoreLog& core : cores_) core.begin(now);
}

void HostActivity::close(Instant now) {
  for (CoreId id{0}; id.value < cores_.size(); ++id.value) {
    core(id).close_idle(now);
    const host::Task* current = host_.core(id).current();
    if (current == nullptr) continue;
    TaskActivity& self = all_.of(*current);
    if (!self.is_spending || now <= self.logged_to) continue;
    // Under way: as if it were cut short here, and went on with the rest.
    const Duration done = now - self.logged_to;
    note_work(self, self.work == Duration::max() ? self.work : std::max(self.work - done, Duration{0}));
    if (self.work != Duration::max()) self.work = std::max(self.work - done, Duration{0});
  }
}

// ---- Charges

void HostActivity::priced(Component component, Duration cost) {
  if (cost == Duration::zero()) return;
  TaskActivity* self = all_.running();
  switch (component) {
    case Component::sched_switch:
    case Component::sched_vcpu_out:
    case Component::sched_vcpu_in:
      all_.of(*switched_to_).debt.push_back({Part::context_switch, cost});
      return;
    case Component::sched_migrate:
      all_.of(*migrates_).debt.push_back({Part::context_switch, cost});
      return;
    case Component::wake_idle_exit:
      if (woken_ != nullptr) core(std::exchange(woken_, nullptr)->waits_for).leaves_idle(all_.now());
      return;
    case Component::wake_ipi_busy:
      if (woken_ != nullptr) std::exchange(woken_, nullptr)->ipi_under_way_until = all_.now() + cost;
      return;
    case Component::wake_deep_idle_exit:
    case Component::ipi_far:
    case Component::irq_kick_guest:
    case Component::irq_posted:
      return;  // on the way: nobody is charged
    case Component::poll_source:
      if (self != nullptr) self->poll_cost = cost;
      break;
    default:
      break;
  }
  if (self != nullptr) self->priced.push_back({part_of(component), cost});
}

void HostActivity::charged(host::Task& task, Duration work, Ground ground) {
  TaskActivity& self = all_.of(task);
  if (self.charge.left() > Duration::zero() && self.charge.left() != Duration::max())
    keep(std::move(self.charge), self.cut_short);
  self.charge = {};
  if (work <= Duration::zero()) return;
  if (self.priced.empty() && !self.cut_short.empty() && self.cut_short.back().left() == work) {
    self.charge = std::move(self.cut_short.back());
    self.cut_short.pop_back();
    return;
  }
  self.charge = {pieces_of(work, self.priced, part_without_cost(self, ground, work)), work};
  self.priced.clear();
}

void HostActivity::spends(host::Task& task, Stretch stretch, Duration work) {
  TaskActivity& self = all_.of(task);
  self.stretch = stretch;
  self.work = work;
  self.stolen = Duration::zero();
  self.is_spending = true;
  self.cause = {};
  if (stretch == Stretch::debt) self.due = {std::exchange(self.debt, {}), work};
}

void HostActivity::spent(host::Task& task, Duration left) {
  TaskActivity& self = all_.of(task);
  note_work(self, left);
  self.is_spending = false;
}

void HostActivity::note_work(TaskActivity& self, Duration left) {
  const Instant now = all_.now();
  const Cause cause = self.task->is_poked() ? self.cause : Cause{};
  if (self.stretch == Stretch::busy_wait) return log_on_core(self, Part::polling, now, cause);
  const Instant end = std::max(now - std::exchange(self.stolen, Duration::zero()), self.logged_to);
  const auto tell = [&](Part part, Instant, Instant until) {
    const bool is_wait = part == Part::polling && until == now;
    log_on_core(self, part, until, is_wait ? cause : Cause{});
  };
  Charge& charge = self.stretch == Stretch::debt ? self.due : self.charge;
  charge.spend(left, self.logged_to, end, tell);
  log_on_core(self, Part::host_interrupts, now);
}

// What it takes from a task between two charges is a debt of that task.
void HostActivity::stolen(host::Task* task, Duration d) {
  if (TaskActivity* by = all_.running()) by->priced.clear();
  if (task == nullptr || d == Duration::zero()) return;
  TaskActivity& self = all_.of(*task);
  if (self.is_spending) {
    self.stolen += d;
  } else {
    self.debt.push_back({Part::host_interrupts, d});
  }
}

void HostActivity::poked(host::Task& task) {
  TaskActivity& self = all_.of(task);
  if (self.cause.task != nullptr) return;
  if (const TaskActivity* by = all_.running()) self.cause = {&by->log, all_.now(), Part::wake_up};
}

// ---- Scheduling

void HostActivity::switches(CoreId id, host::Task* before, host::Task* next) {
  const Instant now = all_.now();
  switched_to_ = next;
  if (before != nullptr) {
    TaskActivity& self = all_.of(*before);
    self.is_runnable = before->waits_for_core();
    self.waits_for = id;
    self.ipi_under_way_until = {};
    self.cause = {};
  } else {
    core(id).becomes_busy(now);
  }
  if (next != nullptr) {
    comes_to_core(all_.of(*next), id);
  } else {
    core(id).becomes_idle(now);
  }
}

// It was runnable: until the IPI was sent, while its core left its idle state, while the IPI was on its way
// to a busy core, and while others ran.
void HostActivity::comes_to_core(TaskActivity& self, CoreId id) {
  const Instant now = all_.now();
  if (id == self.waits_for) {
    if (self.logged_to < core(id).busy_since() && core(id).left_idle_at() != never) {
      log(self, Part::wake_up, std::clamp(core(id).left_idle_at(), self.logged_to, now));
      log(self, Part::idle_exit, std::clamp(core(id).busy_since(), self.logged_to, now));
    }
    log(self, Part::wake_up, std::clamp(self.ipi_under_way_until, self.logged_to, now));
  }
  log(self, Part::run_queue, now);
  self.is_runnable = false;
}

void HostActivity::wakes(host::Task& wakee, host::Task* waker) {
  TaskActivity& self = all_.of(wakee);
  if (waker != nullptr) {
    self.cause = {&all_.of(*waker).log, all_.now(), Part::wake_up};
  } else {
    self.cause = all_.requests().submission_of_finished(all_.now());
  }
}

void HostActivity::woken(host::Task& wakee, CoreId id) {
  TaskActivity& self = all_.of(wakee);
  const std::string_view why = wakee.actor()->why();
  if (is_lock(why)) {
    log(self, Part::lock_wait, all_.now());
  } else {
    if (self.cause.way == Part::wake_up) self.cause.at = all_.now();
    log(self, self.cause.task != nullptr ? Part::halt : part_of_sleep(why), all_.now(), self.cause);
  }
  self.is_runnable = true;
  self.waits_for = id;
  self.ipi_under_way_until = {};
  self.cause = {};
  woken_ = &self;
}

// ---- Logs

void HostActivity::log(TaskActivity& self, Part part, Instant end, const Cause& ended_by) {
  self.log.add({self.logged_to, end, part, self.is_serving, ended_by});
  self.logged_to = std::max(self.logged_to, end);
}

void HostActivity::log_on_core(TaskActivity& self, Part part, Instant end, const Cause& ended_by) {
  if (end <= self.logged_to) return;
  core(self.task->core()).add(self.task->name(), part, self.logged_to, end);
  log(self, part, end, ended_by);
}

}  // namespace kickpath::trace
