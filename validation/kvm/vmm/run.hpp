#pragma once
#include <functional>
#include <string>
#include <vector>

#include "hostfacts/host_record.hpp"
#include "hostfacts/host_use.hpp"
#include "results/measurement.hpp"
#include "vm/machine_spec.hpp"
#include "vmm/clock_rates.hpp"
#include "vmm/kvm.hpp"
#include "vmm/refusal.hpp"

/// A scenario on the real KVM, measured honestly: warm-up cut, fresh VMs for each repeat, and no repeat
/// counts while somebody else uses the host.
namespace kickpath::vmm {

struct RunPlan {
  vm::MachineSpec machine;
  Duration warmup{};
  Duration duration{};
  std::uint32_t replicas = 1;
  std::uint64_t seed = 1;
  Duration guest_patience{};  ///< how long a VM may complete nothing before it is killed and reported
  bool is_gated = true;       ///< false: repeats count on a busy host too
};

/// Did a repeat get its time without a neighbour on the cores' siblings (interval.hpp)?
struct CalmShare {
  bool is_enough = true;
  Duration calm{};
  Duration passed{};
};

/// How quiet the host was during a repeat.
struct Quietness {
  hostfacts::ForeignLoad load;
  CalmShare calm;
};

struct MeasuredRun {
  std::vector<results::Replica> replicas;  ///< none where too few repeats were quiet
  std::uint32_t repeats = 0;               ///< made
  std::uint32_t rejected = 0;              ///< of them, for foreign load, steal, or neighbours
  std::vector<Quietness> quietness;        ///< of each repeat
};

/// Told how much of the work is done, 0 to 1; may throw to end it.
using Progress = std::function<void(double)>;

/// A repeat outside the definition of a quiet host (hostfacts::is_quiet), or that got too little time without
/// neighbours (interval.hpp), is rejected and made again, up to three times as many repeats as replicas are
/// wanted. With fewer than half of the wanted ones clean, none counts.
MeasuredRun run(const Kvm& kvm, const RunPlan& plan, const ClockRates& rates, const Limits& limits,
                const Progress& progress);

/// One repeat, and how quiet the host was meanwhile.
struct Repeat {
  results::Replica replica;
  Quietness quietness;
};

/// Makes repeat number `number`; calls `tick` now and then, which may throw to end it.
using MeasureOnce = std::function<Repeat(std::uint32_t number, const std::function<void()>& tick)>;

/// The gate, for whatever makes the repeats.
MeasuredRun measure_repeats(const RunPlan& plan, const Progress& progress, const MeasureOnce& measure_once);

/// Between two readings of the host's use; throws where no time went by.
hostfacts::ForeignLoad load_between(const hostfacts::HostUse& begin, const hostfacts::HostUse& end);

/// Do vcpus halt in this scenario? Then the host's accounting is biased, and the gate is wider.
bool do_vcpus_halt(const vm::MachineSpec& spec);

}  // namespace kickpath::vmm
