#include "qemu/qemu_run.hpp"

#include "qemu/qemu_counts.hpp"
#include "vmm/interval.hpp"

namespace kickpath::qemu {

vmm::MeasuredRun run(const QemuProgram& program, const vmm::RunPlan& plan, const vmm::ClockRates& rates,
                     const vmm::Limits& limits, const vmm::Progress& progress) {
  const std::vector<unsigned> cpus(limits.cpus.begin(), limits.cpus.begin() + plan.machine.host.cores);
  const auto boot_tick = [&] {
    if (progress) progress(0);
  };
  QemuMachine machine({program.path, plan.machine, rates, cpus, plan.seed, plan.guest_patience});
  machine.start(boot_tick);
  vmm::MeasuredRun result =
      vmm::measure_repeats(plan, progress, [&](std::uint32_t, const QemuMachine::Tick& tick) {
        return vmm::measure_interval(machine, plan, cpus, tick);
      });
  machine.stop(boot_tick);
  return result;
}

}  // namespace kickpath::qemu
