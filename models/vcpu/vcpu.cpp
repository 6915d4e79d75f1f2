#include "vcpu/vcpu.hpp"

#include <algorithm>
#include <utility>

#include "vcpu/apic_catalogue.hpp"
#include "vcpu/halt_poll.hpp"

namespace kickpath::vcpu {

using cost::Component;

Vcpu::Vcpu(host::Host& host, const VcpuSpec& spec, host::TaskSpec task, Probes& probes,
           std::function<void()> guest)
    : host_(host), spec_(spec), probes_(probes), delivery_(make_delivery(spec)),
      eoi_(make_end_of_interrupt(spec)), task_(&host.spawn(std::move(task),
                                                           [this, program = std::move(guest)](host::Task&) {
                                                             enter_guest(Duration::zero());
                                                             program();
                                                           })),
      guest_halt_poll_(spec.guest_halt_poll), pause_window_(spec.pause_loop),
      kick_arrives_(host.simulation(),
                    [this] {
                      is_kick_under_way_ = false;
                      if (mode_ != Mode::guest || (pending_.none() && !is_pause_asked_)) return;
                      is_posted_ = !delivery_->leaves_guest();
                      task_->poke();
                    }),
      guest_timer_(host.simulation(), [this] { raise_from_timer(); }),
      spin_alarm_(host.simulation(), [this] { nudge(); }) {}

void Vcpu::compute(Duration d) {
  while (d > Duration::zero()) {
    d = task_->run(d);
    take_interrupts_of_running_guest();
  }
}

// ---- Exits and entries
// ------------------------------------------------------------------------------------------------------------

Duration Vcpu::exit_cost(ExitKind kind) {
  switch (kind) {
    case ExitKind::mmio:
      return host_.cost(Component::exit_pio) + host_.cost(Component::exit_mmio_decode);
    case ExitKind::mmio_wildcard:
      return host_.cost(Component::exit_mmio_wildcard);
    case ExitKind::pause:  // nothing is decoded either
    case ExitKind::hypercall:
      return host_.cost(Component::exit_hypercall);
    case ExitKind::msr:
      return host_.cost(Component::exit_msr);
    default:
      return host_.cost(Component::exit_pio);
  }
}

Duration Vcpu::leave_guest(ExitKind kind) {
  mode_ = Mode::host;
  probes_.kvm_exit(*this, kind);
  const Duration round_trip = exit_cost(kind);
  const Duration way_in = std::min(round_trip, round_trip / 2 + longer_way_in(kind));
  task_->kernel(way_in);
  return round_trip - way_in;
}

Duration Vcpu::longer_way_in(ExitKind kind) {
  const bool is_decoded = kind == ExitKind::pio || kind == ExitKind::mmio || kind == ExitKind::mmio_wildcard;
  return is_decoded ? host_.cost(Component::exit_way_in) : Duration::zero();
}

Duration Vcpu::go_to_userspace() {
  probes_.kvm_userspace_exit(*this);
  const Duration round_trip = host_.cost(Component::exit_userspace);
  task_->kernel(round_trip / 2);
  task_->preemption_point();
  return round_trip - round_trip / 2;
}

void Vcpu::enter_guest(Duration way_in) {
  task_->preemption_point();
  if (is_pause_asked_) [[unlikely]]
    stand_still();
  task_->kernel(way_in);
  probes_.kvm_entry(*this);
  mode_ = Mode::guest;
  task_->forget_poke();
  is_posted_ = false;  // what is pending now is injected by the entry
  if (!is_handling_) take_interrupts(false);
}

void Vcpu::leave_pause_loop() {
  exit_to_kernel(ExitKind::pause, [this] {
    pause_window_.has_exited();
    is_in_spin_handler_ = true;
    if (on_spin_) on_spin_();
    is_in_spin_handler_ = false;
  });
}

// ---- Interrupts
// -------------------------------------------------------------------------------------------------------------------

void Vcpu::raise(Vector vector, host::Task& sender) {
  pending_.set(vector);
  probes_.kvm_apic_accept_irq(*this, vector);
  switch (mode_) {
    case Mode::guest:
      tell_in_guest(sender);
      break;
    case Mode::halt_polling:
      task_->poke();
      break;
    case Mode::blocked:
      host_.wake(*task_, sender);
      break;
    case Mode::host:
      break;  // seen at the next entry
  }
}

void Vcpu::tell_in_guest(host::Task& sender) {
  if (task_->is_on_cpu()) {
    kick_out_of_guest(sender);
  } else {
    task_->poke();  // preempted: seen when it runs again
  }
}

// kvm_vcpu_kick: only the first one finds IN_GUEST_MODE and sends the IPI.
void Vcpu::kick_out_of_guest(host::Task& sender) {
  if (std::exchange(is_kick_under_way_, true)) return;
  delivery_->notify(host_, sender, task_->core());
  kick_arrives_.arm(host_.simulation().now() +
                    host_.ipi_latency(delivery_->latency(), sender.core(), task_->core()));
}

void Vcpu::take_interrupts_of_running_guest() {
  if (is_pause_asked_) [[unlikely]]
    return enter_guest(leave_guest(ExitKind::external_interrupt));
  if (pending_.none()) return;
  const bool are_posted = std::exchange(is_posted_, false);
  if (!are_posted) probes_.kvm_exit(*this, ExitKind::external_interrupt);
  take_interrupts(are_posted);
}

void Vcpu::take_interrupts(bool are_posted) {
  while (pending_.any()) {
    const auto vector = static_cast<Vector>(pending_._Find_first());
    pending_.reset(vector);
    ++interrupts_taken_;
    probes_.kvm_inj_virq(*this, vector);
    if (!are_posted) task_->kernel(host_.cost(Component::irq_inject));
    handle(vector);
    task_->kernel(host_.cost(Component::irq_return));
  }
}

// With interrupts off: what comes meanwhile is taken after the EOI.
void Vcpu::handle(Vector vector) {
  LevelInterrupt* level = levels_.empty() ? nullptr : level_of(vector);
  const bool has_more = pending_.any();
  is_handling_ = true;
  if (level != nullptr) level->service(*this);
  if (handler_) handler_(vector);
  end_of_interrupt(level, has_more);
  is_handling_ = false;
}

LevelInterrupt* Vcpu::level_of(Vector vector) const {
  for (const auto& [of, line] : levels_)
    if (of == vector) return line;
  return nullptr;
}

void Vcpu::end_of_interrupt(LevelInterrupt* level, bool had_more) {
  if (!eoi_->leaves_guest({level != nullptr, had_more || pending_.any()})) return;
  probes_.kvm_exit(*this, ExitKind::eoi);
  task_->kernel(host_.cost(Component::irq_eoi));
  if (level != nullptr) {
    mode_ = Mode::host;  // what it raises is seen by the entry
    level->end(*this);
    mode_ = Mode::guest;
  }
  probes_.kvm_eoi_handled(*this);
}

// ---- Pause
// ----------------------------------------------------------------------------------------------------------------------------

// A signal to the thread: a running guest is kicked out, a halted one wakes, and KVM_RUN returns.
void Vcpu::ask_to_pause(host::Task& by) {
  is_pause_asked_ = true;
  switch (mode_) {
    case Mode::guest:
      return tell_in_guest(by);
    case Mode::halt_polling:
      return task_->poke();
    case Mode::blocked:
      return host_.wake(*task_, by);
    case Mode::host:
      return;  // seen at the next entry
  }
}

void Vcpu::await_pause(host::Task& by) {
  while (!is_paused_) {
    pauser_ = &by;
    by.block("a vcpu to stand still");
  }
  pauser_ = nullptr;
}

void Vcpu::go_on(host::Task& by) {
  is_pause_asked_ = false;
  if (is_paused_) host_.wake(*task_, by);
}

void Vcpu::stand_still() {
  mode_ = Mode::host;
  while (is_pause_asked_) {
    is_paused_ = true;
    if (pauser_ != nullptr) host_.wake(*std::exchange(pauser_, nullptr), *task_);
    if (is_pause_asked_) task_->block("its VM to run");
  }
  is_paused_ = false;
}

// ---- HLT
// --------------------------------------------------------------------------------------------------------------------------

void Vcpu::halt() {
  if (spec_.guest_halt_poll.max == Duration::zero()) {
    static_cast<void>(halt_in_kvm());
  } else if (!guest_halt_poll_.should_poll() || !was_interrupted_polling()) {
    guest_halt_poll_.halted(halt_in_kvm());
  }
}

// In guest mode: an interrupt kicks it out, or is posted, and the scheduler may take its core.
bool Vcpu::was_interrupted_polling() {
  const Instant end = host_.simulation().now() + guest_halt_poll_.limit();
  const std::uint64_t before = interrupts_taken_;
  spin_until([&] { return interrupts_taken_ != before || host_.simulation().now() >= end; }, end);
  const bool has_timed_out = interrupts_taken_ == before;
  guest_halt_poll_.polled(has_timed_out);
  return !has_timed_out;
}

/// How long it took, as the guest sees it.
Duration Vcpu::halt_in_kvm() {
  const Instant idle_since = host_.simulation().now();
  mode_ = Mode::host;  // on its way with interrupts off: what comes is pending when it halts
  if (const Duration service = host_.cost(Component::halt_service); service > Duration::zero())
    task_->kernel(service);
  probes_.kvm_exit(*this, ExitKind::hlt);
  task_->kernel(host_.cost(Component::halt_enter));
  const Instant begin = host_.simulation().now();
  task_->forget_poke();
  if (pending_.none() && halt_poll_ > Duration::zero()) {
    mode_ = Mode::halt_polling;
    task_->busy_wait(halt_poll_);
  }
  const bool was_seen_polling = pending_.any();
  mode_ = Mode::blocked;
  while (pending_.none()) {
    if (is_pause_asked_) [[unlikely]] {
      stand_still();
      mode_ = Mode::blocked;
      continue;
    }
    task_->block("an interrupt, halted");
  }
  mode_ = Mode::host;

  const Duration halted = host_.simulation().now() - begin;
  if (spec_.guest_halt_poll.max == Duration::zero())
    halt_poll_ = next_halt_poll(halt_poll_, halted, spec_.halt_poll);
  probes_.kvm_vcpu_wakeup(*this, halted, was_seen_polling);
  enter_guest(host_.cost(was_seen_polling ? Component::halt_poll_exit : Component::halt_unblock));
  if (const Duration way_back = host_.cost(Component::halt_return); way_back > Duration::zero())
    task_->kernel(way_back);
  return host_.simulation().now() - idle_since;
}

// ---- The guest's own timer
// --------------------------------------------------------------------------------------------------------

void Vcpu::arm_timer(Instant deadline) {
  if (guest_timer_.is_armed() && guest_timer_.date() == deadline) return;
  exit_to_kernel(ExitKind::msr, [&] { guest_timer_.arm(std::max(deadline, host_.simulation().now())); });
}

// An hrtimer of the vcpu's own core: its interrupt makes the guest exit, ends a poll, or wakes the task.
void Vcpu::raise_from_timer() {
  pending_.set(timer_vector);
  probes_.kvm_apic_accept_irq(*this, timer_vector);
  if (mode_ == Mode::blocked) {
    host_.wake_from_irq(*task_, task_->core());
  } else if (mode_ != Mode::host) {
    task_->poke();
  }
}

}  // namespace kickpath::vcpu
