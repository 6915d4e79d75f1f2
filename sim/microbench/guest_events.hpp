#pragma once
#include "microbench/probe_vm.hpp"

/// What a guest times by itself.
namespace kickpath::microbench {

/// `event`, once, by a guest that is alone on its core.
Duration guest_event(const cost::CostProfile& profile, notify::KickPathKind kick,
                     void (ProbeWorld::*event)());

template <notify::KickPathKind Path>
Duration kick(const cost::CostProfile& profile) {
  return guest_event(profile, Path, &ProbeWorld::time_kick);
}

/// An exit of that kind that the kernel handles by doing nothing.
template <vcpu::ExitKind Kind>
Duration kernel_exit(const cost::CostProfile& profile) {
  return guest_event(profile, notify::KickPathKind::ioeventfd_pio, &ProbeWorld::time_kernel_exit<Kind>);
}

Duration end_of_interrupt(const cost::CostProfile& profile);
/// Into ring 0 and back, without HLT.
Duration halt_service(const cost::CostProfile& profile);
Duration timed_halt(const cost::CostProfile& profile);

}  // namespace kickpath::microbench
