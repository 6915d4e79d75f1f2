#pragma once
#include <string>
#include <vector>

#include "hostfacts/cpu_list.hpp"
#include "vmm/counts.hpp"
#include "vmm/machine.hpp"

/// Small scenarios on the real KVM.
namespace kickpath::testing {

using namespace literals;

/// One doorbell with an iothread: what most tests begin with.
inline vm::VmSpec one_ring() {
  vm::VmSpec spec;
  spec.devices.emplace_back();
  return spec;
}

inline vm::MachineSpec machine_of(const vm::VmSpec& group) {
  vm::MachineSpec spec;
  spec.host.cores = static_cast<std::uint32_t>(hostfacts::allowed_cores().size());
  spec.vms.push_back(group);
  return spec;
}

inline std::vector<unsigned> cpus_here() {
  std::vector<unsigned> cpus;
  for (const CoreId core : hostfacts::allowed_cores()) cpus.push_back(core.value);
  return cpus;
}

inline const vmm::Kvm& kvm_here() {
  static const vmm::Kvm kvm;
  return kvm;
}

inline const vmm::ClockRates& rates_here() {
  static const vmm::ClockRates rates = vmm::measure_clock_rates();
  return rates;
}

/// Long, because a test machine may be busy or emulated; nothing that works comes near it.
constexpr Duration patience = 60_s;

/// A machine for `spec`, which the caller starts.
struct RealMachine {
  explicit RealMachine(vm::MachineSpec machine_spec, Duration guest_patience = patience)
      : spec(std::move(machine_spec)), machine({kvm_here(), spec, rates_here(), cpus, 1, guest_patience}) {}

  /// Until `ops` requests are done in every VM, then ends in order: what was posted has come back, or stop()
  /// throws. All that each VM did.
  std::vector<results::InstanceCounts> run_until(std::uint64_t ops) {
    machine.start([] {});
    const auto are_done = [&] {
      for (const auto& vm : machine.vms()) {
        std::uint64_t sum = 0;
        for (std::size_t v = 0; v < vm->vcpus().size(); ++v)
          sum += protocol::load_shared(vm->control(v).progress.ops);
        if (sum < ops) return false;
      }
      return true;
    };
    while (!are_done()) machine.run_for(20_ms, [] {});
    machine.stop([] {});
    return vmm::read_counts(machine, hostfacts::HostFiles{}).vms;
  }

  vm::MachineSpec spec;
  std::vector<unsigned> cpus = cpus_here();
  vmm::Machine machine;
};

inline std::uint64_t known(const results::Count& count) { return count.get().value(); }

}  // namespace kickpath::testing
