#include "qemu/qemu_run.hpp"

#include "qemu/qemu_counts.hpp"

namespace kickpath::qemu {

namespace {

vmm::Repeat measure_interval(QemuMachine& machine, const vmm::RunPlan& plan,
                             const std::vector<unsigned>& cpus, const QemuMachine::Tick& tick) {
  const hostfacts::HostFiles files;
  machine.run_for(plan.warmup, tick);
  const QemuReading begin = read_counts(machine, files);
  machine.run_for(plan.duration, tick);
  const QemuReading end = read_counts(machine, files);
  return {difference(machine, begin, end, cpus), vmm::load_between(begin.host, end.host)};
}

}  // namespace

vmm::MeasuredRun run(const QemuProgram& program, const vmm::RunPlan& plan, const vmm::ClockRates& rates,
                     const vmm::Limits& limits, const vmm::Progress& progress) {
  const std::vector<unsigned> cpus(limits.cpus.begin(), limits.cpus.begin() + plan.machine.host.cores);
  const auto boot_tick = [&] {
    if (progress) progress(0);
  };
  QemuMachine machine({program.path, plan.machine, rates, cpus, plan.seed, plan.guest_patience});
  machine.start(boot_tick);
  vmm::MeasuredRun result =
      vmm::measure_repeats(plan, cpus, progress, [&](std::uint32_t, const QemuMachine::Tick& tick) {
        return measure_interval(machine, plan, cpus, tick);
      });
  machine.stop(boot_tick);
  return result;
}

}  // namespace kickpath::qemu
