#include "microbench/guest_events.hpp"

namespace kickpath::microbench {

using notify::KickPathKind;

Duration guest_event(const cost::CostProfile& profile, KickPathKind kick, void (ProbeWorld::*event)()) {
  Stage stage(profile);
  ProbeSpec spec;
  spec.kick = kick;
  const ProbeVm vm(
      stage, spec, [event](ProbeWorld& world) { program::run_timing_probe(world, event); },
      [&](Instant begun) { stage.report(stage.now() - begun); });
  return stage.run();
}

Duration end_of_interrupt(const cost::CostProfile& profile) {
  return guest_event(profile, KickPathKind::ioeventfd_pio, &ProbeWorld::time_end_of_interrupt);
}

Duration halt_service(const cost::CostProfile& profile) {
  return guest_event(profile, KickPathKind::ioeventfd_pio, &ProbeWorld::time_halt_service);
}

Duration timed_halt(const cost::CostProfile& profile) {
  return guest_event(profile, KickPathKind::ioeventfd_pio, &ProbeWorld::time_timed_halt);
}

}  // namespace kickpath::microbench
