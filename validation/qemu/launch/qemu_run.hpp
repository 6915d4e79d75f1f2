#pragma once
#include "qemu/qemu_program.hpp"
#include "vmm/run.hpp"

/// A scenario on the QEMU of this machine: booted once, then measured in as many intervals as repeats are
/// made, under the same gate as world kvm.
namespace kickpath::qemu {

vmm::MeasuredRun run(const QemuProgram& program, const vmm::RunPlan& plan, const vmm::ClockRates& rates,
                     const vmm::Limits& limits, const vmm::Progress& progress);

}  // namespace kickpath::qemu
