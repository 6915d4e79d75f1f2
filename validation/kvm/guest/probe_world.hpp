#pragma once
#include "guest/world.hpp"
#include "program/probes.hpp"

namespace kickpath::guest {

/// The guest's world with what the micro-benchmarks time. Dates are ticks of the counter, which the VMM
/// shares.
class ProbeWorld : public World {
 public:
  explicit ProbeWorld(protocol::VcpuControl& control)
      : World(control), control_(control),
        samples_(reinterpret_cast<protocol::Sample*>(control.plan.samples), control.plan.sample_room) {}

  bool has_all_samples() const { return control_.progress.samples >= samples_.size(); }

  void ready() { protocol::store_shared(control_.progress.rounds, control_.progress.rounds + 1); }
  void spin_for_interrupt() {
    while (!was_interrupted() && !is_stopping()) pause();
  }
  /// From the handler's first look at the counter until ring 3 knows.
  void took_interrupt() {
    if (was_interrupted()) note(protocol::load_shared(control_.handler_tsc));
  }

  void time_kick() {
    const std::uint64_t begun = protocol::read_tsc();
    kick(QueueId{0});
    note(begun);
  }
  void time_paced_kick() {
    compute(control_.plan.compute);
    time_kick();
  }
  // By the window onto the LAPIC; an EOI without an interrupt in service does nothing (Intel SDM vol.
  // 3 11.8.5).
  void time_end_of_interrupt() {
    const std::uint64_t begun = protocol::read_tsc();
    *reinterpret_cast<volatile std::uint32_t*>(protocol::lapic_window + protocol::lapic_eoi) = 0;
    note(begun);
  }
  void time_halt_service() {
    protocol::store_shared(control_.is_interrupted, 1u);
    const std::uint64_t begun = protocol::read_tsc();
    halt_service();
    note(begun);
  }
  void time_timed_halt() {
    protocol::store_shared(control_.is_interrupted, 0u);
    protocol::store_shared(control_.deadline, std::uint64_t{1});
    const std::uint64_t begun = protocol::read_tsc();
    halt_service();
    note(begun);
  }

 private:
  void note(std::uint64_t begun) {
    const std::uint64_t ended = protocol::read_tsc();
    if (has_all_samples()) return;
    samples_[control_.progress.samples] = {begun, ended};
    compiler_barrier();
    protocol::store_shared(control_.progress.samples, control_.progress.samples + 1);
  }

  protocol::VcpuControl& control_;
  std::span<protocol::Sample> samples_;
};

static_assert(program::ProbeWorld<ProbeWorld>);

}  // namespace kickpath::guest
