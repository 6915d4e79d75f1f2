#include "vmm/run.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "vmm/counts.hpp"
#include "vmm/machine.hpp"
#include "vmm/seed.hpp"

namespace kickpath::vmm {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t attempts_per_replica = 6;
constexpr auto look_every = 10ms;
constexpr auto patience_for_calm = 3000ms;

Repeat measure_once(const MachineParts& parts, const RunPlan& plan, const Machine::Tick& tick) {
  const hostfacts::HostFiles files;
  Machine machine(parts);
  machine.start(tick);
  machine.run_for(plan.warmup, tick);
  const Reading begin = read_counts(machine, files);
  machine.run_for(plan.duration, tick);
  const Reading end = read_counts(machine, files);
  Repeat repeat{difference(machine, begin, end, parts.cpus), load_between(begin.host, end.host)};
  machine.stop(tick);
  return repeat;
}

std::vector<CoreId> cores_of(const std::vector<unsigned>& cpus) {
  std::vector<CoreId> cores;
  for (const unsigned cpu : cpus) cores.push_back({cpu});
  return cores;
}

bool is_quiet(const Quietness& quietness, bool do_vcpus_halt) {
  return hostfacts::is_quiet(quietness.load, do_vcpus_halt) && hostfacts::is_calm(quietness.slowdown.value_or(1));
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

MeasuredRun measure_repeats(const RunPlan& plan, const std::vector<unsigned>& cpus, const Progress& progress,
                            const MeasureOnce& measure_once) {
  using Clock = std::chrono::steady_clock;
  const double whole = to_seconds(plan.warmup + plan.duration);
  const std::uint32_t most = plan.is_gated ? plan.replicas * attempts_per_replica : plan.replicas;
  const std::vector<CoreId> cores = cores_of(cpus);
  MeasuredRun result;
  const auto show = [&](double of_this) {
    if (progress) progress((static_cast<double>(result.replicas.size()) + of_this) / plan.replicas);
  };
  while (result.replicas.size() < plan.replicas && result.repeats < most) {
    if (plan.is_gated) hostfacts::wait_until_calm(cores, patience_for_calm, [&] { show(0); });
    const hostfacts::CoreSpeedWatch watch(cores, look_every);
    Repeat repeat = measure_once(result.repeats, [&, begin = Clock::now()] {
      show(std::min(1.0, std::chrono::duration<double>(Clock::now() - begin).count() / whole));
    });
    const Quietness quietness{repeat.load, watch.slowdown()};
    const bool is_clean = !plan.is_gated || is_quiet(quietness, do_vcpus_halt(plan.machine));
    ++result.repeats;
    result.quietness.push_back(quietness);
    if (is_clean) result.replicas.push_back(std::move(repeat.replica));
    result.rejected += is_clean ? 0 : 1;
  }
  if (result.replicas.size() < (plan.replicas + 1) / 2) result.replicas.clear();
  return result;
}

MeasuredRun run(const Kvm& kvm, const RunPlan& plan, const ClockRates& rates, const Limits& limits,
                const Progress& progress) {
  const std::vector<unsigned> cpus(limits.cpus.begin(), limits.cpus.begin() + plan.machine.host.cores);
  return measure_repeats(plan, cpus, progress, [&](std::uint32_t number, const Machine::Tick& tick) {
    const MachineParts parts{kvm, plan.machine, rates, cpus, seed_of(plan.seed, number), plan.guest_patience};
    return measure_once(parts, plan, tick);
  });
}

}  // namespace kickpath::vmm
