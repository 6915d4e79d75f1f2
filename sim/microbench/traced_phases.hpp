#pragma once
#include <algorithm>
#include <cstddef>
#include <string_view>

#include "cost/cost_profile.hpp"

/// The phases of a kick's life (tracefiles/phase_table) in simulated scenarios that show them.
namespace kickpath::microbench {

/// What a scenario is made for: one VM with one queue of depth 1, or as said.
enum class Scene : unsigned char {
  other_core,       ///< the vcpu halts and is polled for
  other_core_mmio,  ///< the same, kicks by MMIO
  blocked,          ///< the same without halt polling
  same_core,        ///< the woken server preempts the vcpu
  busy_core,        ///< the server shares its core with a hog, which it preempts
  running,          ///< the guest computes while it is interrupted
  synchronous       ///< kicks return to userspace
};

/// Median of the phase in that scene, over all kicks of a short run; 0 where the scene does not show it.
Duration traced_phase(const cost::CostProfile& profile, Scene scene, std::string_view phase);

/// A phase's name as a template's argument.
template <std::size_t N>
struct PhaseName {
  char text[N];
  consteval PhaseName(const char (&name)[N]) { std::copy_n(name, N, text); }  // NOLINT: from a literal
};

template <Scene From, PhaseName Phase>
Duration traced(const cost::CostProfile& profile) {
  return traced_phase(profile, From, Phase.text);
}

}  // namespace kickpath::microbench
