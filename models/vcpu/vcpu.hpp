#pragma once
#include <bitset>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "engine/timer.hpp"
#include "host/host.hpp"
#include "time/ids.hpp"
#include "vcpu/end_of_interrupt.hpp"
#include "vcpu/guest_halt_poll.hpp"
#include "vcpu/interrupt_delivery.hpp"
#include "vcpu/level_interrupt.hpp"
#include "vcpu/pause_window.hpp"
#include "vcpu/probes.hpp"
#include "vcpu/vcpu_spec.hpp"

/// A vcpu: a host task that runs a guest, leaves it (exit), halts, and is interrupted.
///
/// An exit is charged half on the way out and half on the way in; the source measures round trips only.
namespace kickpath::vcpu {

/// Vector 0 is the guest's own timer; queues have the others.
constexpr Vector timer_vector = 0;

class Vcpu {
 public:
  /// `guest` is the guest's code. It runs on the vcpu's fiber, and returns never.
  Vcpu(host::Host& host, const VcpuSpec& spec, host::TaskSpec task, Probes& probes,
       std::function<void()> guest);
  Vcpu(const Vcpu&) = delete;
  Vcpu& operator=(const Vcpu&) = delete;

  host::Task& task() { return *task_; }
  const host::Task& task() const { return *task_; }
  const Probes& probes() const { return probes_; }

  /// Called in the guest's interrupt handler, before the EOI.
  void on_interrupt(std::function<void(Vector)> handler) { handler_ = std::move(handler); }
  /// Called in KVM's handler of an exit by a pause loop.
  void on_spin(std::function<void()> handler) { on_spin_ = std::move(handler); }
  /// Its guest has left a pause loop, and KVM has not entered it again.
  bool is_in_spin_handler() const { return is_in_spin_handler_; }
  /// The guest spins: for a completion, an interrupt, or a lock; in the last case with PAUSE.
  bool is_spinning() const { return is_spinning_; }
  bool is_pausing() const { return is_pausing_; }
  /// This vector is a level-triggered line's, which must outlive the vcpu's run.
  void on_level(Vector vector, LevelInterrupt& line) { levels_.emplace_back(vector, &line); }

  // ---- The guest's own doing, on the vcpu's fiber.
  // -------------------------------------------------------------------------

  /// Spends `d` of CPU time in guest mode; interrupts are taken meanwhile.
  void compute(Duration d);

  /// The same up to the end of the first interrupt handler; returns what is left of `d`.
  [[nodiscard]] Duration compute_until_interrupt(Duration d) {
    d = task_->run(d);
    take_interrupts_of_running_guest();
    return d;
  }

  /// Spins in guest mode until `may_stop`, which is looked at after every interrupt, every nudge(), and at
  /// `date`.
  template <class Condition>
  void spin_until(Condition may_stop, Instant date) {
    is_spinning_ = true;
    if (date != never) spin_alarm_.arm(date);
    while (!may_stop()) {
      static_cast<void>(task_->run(Duration::max()));
      take_interrupts_of_running_guest();
    }
    spin_alarm_.cancel();
    is_spinning_ = false;
  }

  /// Spins as a spin lock does, with PAUSE: long enough, and the vcpu leaves the guest for on_spin().
  template <class Condition>
  void pause_until(Condition may_stop) {
    is_spinning_ = is_pausing_ = true;
    while (!may_stop()) {
      const Duration left = task_->run(pause_window_.length(task_->entity.picked_at));
      take_interrupts_of_running_guest();
      if (left == Duration::zero() && !may_stop()) leave_pause_loop();
    }
    is_spinning_ = is_pausing_ = false;
  }

  /// A lightweight exit: `handle` runs in the kernel.
  template <class Handler>
  void exit_to_kernel(ExitKind kind, Handler handle) {
    const Duration way_back = leave_guest(kind);
    probes_.kvm_io(*this, kind);
    handle();
    enter_guest(way_back);
  }

  /// A full heavyweight exit: `handle` runs in userspace, in this thread.
  template <class Handler>
  void exit_to_userspace(ExitKind kind, Handler handle) {
    const Duration way_back = leave_guest(kind);
    probes_.kvm_io(*this, kind);
    const Duration kvm_run = go_to_userspace();
    handle();
    task_->kernel(kvm_run);
    enter_guest(way_back);
  }

  /// HLT, after the guest's own polling if it does that: until an interrupt was taken.
  void halt();

  /// A write to the LAPIC's EOI register, which may be an exit of its own.
  void end_of_interrupt() { end_of_interrupt(nullptr, false); }

  /// The TSC deadline timer; arming it costs an exit, unless it is set to that date already.
  void arm_timer(Instant deadline);

  // ---- The host's doing.
  // -------------------------------------------------------------------------------------------------------

  /// An interrupt is pending in the LAPIC from now on. Whatever the target's state makes necessary is done at
  /// the expense of `sender`: nothing, an IPI, or a wake-up.
  void raise(Vector vector, host::Task& sender);

  /// The vcpu shall leave its guest and stand still (QEMU pause_all_vcpus); `by` may await that.
  void ask_to_pause(host::Task& by);
  void await_pause(host::Task& by);
  void go_on(host::Task& by);

  /// What a spinning guest waits for may have come. Nothing to a guest that does not spin.
  void nudge() {
    if (is_spinning_) task_->poke();
  }

 private:
  enum class Mode : std::uint8_t { guest, host, halt_polling, blocked };

  Duration exit_cost(ExitKind kind);
  /// By so much the way in is longer than half.
  Duration longer_way_in(ExitKind kind);
  /// Out to KVM's handler; returns what the way back in costs.
  Duration leave_guest(ExitKind kind);
  /// Out to the VMM; returns what KVM_RUN costs.
  Duration go_to_userspace();
  void enter_guest(Duration way_in);
  void take_interrupts_of_running_guest();
  void take_interrupts(bool are_posted);
  void handle(Vector vector);
  void end_of_interrupt(LevelInterrupt* level, bool had_more);
  LevelInterrupt* level_of(Vector vector) const;
  void tell_in_guest(host::Task& sender);
  void stand_still();
  void leave_pause_loop();
  void kick_out_of_guest(host::Task& sender);
  void raise_from_timer();
  bool was_interrupted_polling();
  Duration halt_in_kvm();

  host::Host& host_;
  VcpuSpec spec_;
  Probes& probes_;
  std::unique_ptr<InterruptDelivery> delivery_;
  std::unique_ptr<EndOfInterrupt> eoi_;
  std::function<void(Vector)> handler_;
  std::function<void()> on_spin_;
  std::vector<std::pair<Vector, LevelInterrupt*>> levels_;
  host::Task* task_;
  Mode mode_ = Mode::host;
  std::bitset<256> pending_;
  Duration halt_poll_{};
  GuestHaltPoll guest_halt_poll_;
  PauseWindow pause_window_;
  std::uint64_t interrupts_taken_ = 0;
  bool is_spinning_ = false;
  bool is_pausing_ = false;
  bool is_posted_ = false;  ///< the next interrupt comes by posted-interrupt notification, without an exit
  bool is_in_spin_handler_ = false;
  bool is_kick_under_way_ = false;
  bool is_pause_asked_ = false;
  bool is_paused_ = false;
  host::Task* pauser_ = nullptr;  ///< awaits the pause
  bool is_handling_ = false;      ///< the guest's handler runs, with interrupts off
  engine::Timer kick_arrives_;
  engine::Timer guest_timer_;
  engine::Timer spin_alarm_;
};

}  // namespace kickpath::vcpu
