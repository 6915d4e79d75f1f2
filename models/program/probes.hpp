#pragma once
#include <cstdint>

#include "program/world.hpp"

/// The guest's sides of the micro-benchmarks: one event, over and over, with its beginning and end.
namespace kickpath::program {

/// A world in which single events can be timed.
template <class W>
concept ProbeWorld = GuestWorld<W> && requires(W world, const W& constant) {
  /// Spins until an interrupt that came after the last clear_interrupts; or until the world stops.
  world.spin_for_interrupt();
  /// From here on the other side may send its event.
  world.ready();
  /// The event has come: a sample.
  world.took_interrupt();
  /// Kicks queue 0, at once or after some computing; writes to the EOI register; goes into ring 0 and back;
  /// halts until a deadline that has passed. Each once, and timed by itself.
  world.time_kick();
  world.time_paced_kick();
  world.time_end_of_interrupt();
  world.time_halt_service();
  world.time_timed_halt();
  /// No room for more samples.
  { constant.has_all_samples() } -> std::same_as<bool>;
};

/// The other side interrupts; this one spins or halts meanwhile.
template <ProbeWorld W>
void run_interrupt_probe(W& world, bool halts) {
  while (!world.is_stopping()) {
    world.clear_interrupts();
    world.ready();
    if (halts) {
      world.wait_for_interrupt();
    } else {
      world.spin_for_interrupt();
    }
    world.took_interrupt();
  }
}

/// One of the guest's own events, again and again.
template <ProbeWorld W>
void run_timing_probe(W& world, void (W::*event)()) {
  while (!world.is_stopping() && !world.has_all_samples()) (world.*event)();
}

}  // namespace kickpath::program
