#pragma once
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "support/scripted_host.hpp"
#include "vcpu/vcpu.hpp"

namespace kickpath::testing {

/// A vcpu under test on core 0, whose guest is a script; it notes its interrupts and exits.
struct ScriptedVcpu {
  using Guest = std::function<void(vcpu::Vcpu&)>;

  ScriptedVcpu(ScriptedHost& machine, const vcpu::VcpuSpec& spec, Guest script)
      : vcpu(machine.host, spec, {"vcpu", 0, host::CoreSet::only(CoreId{0}), spec.nice, true}, probes,
             [this, script = std::move(script)] {
               script(vcpu);
               for (;;) vcpu.halt();
             }) {
    vcpu.on_interrupt(
        [this, &machine](vcpu::Vector vector) { interrupts.emplace_back(vector, machine.now()); });
    probes.kvm_exit.subscribe([this](vcpu::Vcpu&, vcpu::ExitKind kind) { ++exits[kind]; });
    probes.kvm_vcpu_wakeup.subscribe(
        [this](vcpu::Vcpu&, Duration halted, bool was_polling) { halts.emplace_back(halted, was_polling); });
  }

  vcpu::Probes probes;
  std::vector<std::pair<vcpu::Vector, Duration>>
      interrupts;  ///< vector, date of the handler's first instruction
  std::vector<std::pair<Duration, bool>> halts;
  std::map<vcpu::ExitKind, int> exits;
  vcpu::Vcpu vcpu;
};

inline vcpu::VcpuSpec without_halt_poll() {
  vcpu::VcpuSpec spec;
  spec.halt_poll.max = Duration::zero();
  return spec;
}

}  // namespace kickpath::testing
