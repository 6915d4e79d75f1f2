#include "vmm/run.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "vmm/counts.hpp"
#include "vmm/interval.hpp"
#include "vmm/machine.hpp"
#include "vmm/seed.hpp"

namespace kickpath::vmm {

namespace {

constexpr std::uint32_t attempts_per_replica = 3;

Repeat measure_once(const MachineParts& parts, const RunPlan& plan, const Machine::Tick& tick) {
  Machine machine(parts);
  machine.start(tick);
  Repeat repeat = measure_interval(machine, plan, parts.cpus, tick);
  machine.stop(tick);
  return repeat;
}

bool is_quiet(const Quietness& quietness, bool do_vcpus_halt) {
  return hostfacts::is_quiet(quietness.load, do_vcpus_halt) && quietness.calm.is_enough;
}

}  // namespace

bool do_vcpus_halt(const vm::MachineSpec& spec) {
  return std::any_of(spec.vms.begin(), spec.vms.end(), [](const vm::VmSpec& group) {
    return group.workload.completion == workload::Completion::interrupt;
  });
}

hostfacts::ForeignLoad load_between(const hostfacts::HostUse& begin, const hostfacts::HostUse& end) {
  const auto load = hostfacts::foreign_load(begin, end);
  if (!load) throw std::runtime_error("no time went by between two readings of /proc/stat");
  return *load;
}

MeasuredRun measure_repeats(const RunPlan& plan, const Progress& progress, const MeasureOnce& measure_once) {
  const double whole = to_seconds(plan.warmup + plan.duration);
  const std::uint32_t most = plan.is_gated ? plan.replicas * attempts_per_replica : plan.replicas;
  MeasuredRun result;
  while (result.replicas.size() < plan.replicas && result.repeats < most) {
    const auto begin = std::chrono::steady_clock::now();
    const auto tick = [&] {
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
      const double done = static_cast<double>(result.replicas.size()) + std::min(1.0, passed.count() / whole);
      if (progress) progress(done / plan.replicas);
    };
    Repeat repeat = measure_once(result.repeats, tick);
    const bool is_clean = !plan.is_gated || is_quiet(repeat.quietness, do_vcpus_halt(plan.machine));
    ++result.repeats;
    result.quietness.push_back(repeat.quietness);
    if (is_clean) result.replicas.push_back(std::move(repeat.replica));
    result.rejected += is_clean ? 0 : 1;
  }
  if (result.replicas.size() < (plan.replicas + 1) / 2) result.replicas.clear();
  return result;
}

MeasuredRun run(const Kvm& kvm, const RunPlan& plan, const ClockRates& rates, const Limits& limits,
                const Progress& progress) {
  const std::vector<unsigned> cpus(limits.cpus.begin(), limits.cpus.begin() + plan.machine.host.cores);
  return measure_repeats(plan, progress, [&](std::uint32_t number, const Machine::Tick& tick) {
    const MachineParts parts{kvm, plan.machine, rates, cpus, seed_of(plan.seed, number), plan.guest_patience};
    return measure_once(parts, plan, tick);
  });
}

}  // namespace kickpath::vmm
