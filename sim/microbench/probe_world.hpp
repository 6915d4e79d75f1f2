#pragma once
#include <functional>
#include <utility>

#include "program/probes.hpp"
#include "vm/guest_world.hpp"

namespace kickpath::microbench {

/// The simulator's guest with what the micro-benchmarks time (the real guest's is
/// validation/kvm/guest/probe_world.hpp).
class ProbeWorld : public vm::GuestWorld {
 public:
  /// `note` is told each sample: from when to now.
  ProbeWorld(host::Host& host, vcpu::Vcpu& vcpu, vm::Probes& probes, std::function<void(Instant)> note)
      : GuestWorld(0, host, vcpu, probes, host.simulation().random("probe")), host_(host), vcpu_(vcpu),
        note_(std::move(note)) {
    probes.vcpu.kvm_exit.subscribe([this](vcpu::Vcpu&, vcpu::ExitKind kind) {
      if (kind == vcpu::ExitKind::eoi) handled_at_ = now();
    });
  }

  bool has_all_samples() const { return false; }  // the run ends by its result
  Instant handled_at() const { return handled_at_; }
  std::uint64_t rounds() const { return rounds_; }
  /// What it computes before each paced kick.
  void set_pause(Duration pause) { pause_ = pause; }

  void ready() { ++rounds_; }
  void spin_for_interrupt() {
    vcpu_.spin_until([this] { return was_interrupted(); }, never);
  }
  void took_interrupt() { note_(handled_at_); }

  void time_kick() {
    const Instant begun = now();
    kick(QueueId{0});
    note_(begun);
  }
  void time_paced_kick() {
    vcpu_.compute(pause_);
    time_kick();
  }
  template <vcpu::ExitKind Kind>
  void time_kernel_exit() {
    const Instant begun = now();
    vcpu_.exit_to_kernel(Kind, [] {});
    note_(begun);
  }
  void time_end_of_interrupt() {
    const Instant begun = now();
    vcpu_.end_of_interrupt();
    note_(begun);
  }
  /// Into ring 0 and back, without HLT.
  void time_halt_service() {
    const Instant begun = now();
    vcpu_.task().kernel(host_.cost(cost::Component::halt_service));
    vcpu_.task().kernel(host_.cost(cost::Component::irq_return));
    note_(begun);
  }
  /// The timer must expire between the guest's arming it and its halt: the first instant after the exit.
  void time_timed_halt() {
    const Instant begun = now();
    vcpu_.arm_timer(begun + host_.cost(cost::Component::exit_msr) + Duration{1});
    vcpu_.halt();
    note_(begun);
  }

 private:
  host::Host& host_;
  vcpu::Vcpu& vcpu_;
  std::function<void(Instant)> note_;
  Instant handled_at_{};
  Duration pause_{};
  std::uint64_t rounds_ = 0;
};

static_assert(program::ProbeWorld<ProbeWorld>);

}  // namespace kickpath::microbench
