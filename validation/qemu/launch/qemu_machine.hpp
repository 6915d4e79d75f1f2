#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "qemu/qemu_vm.hpp"
#include "vm/machine_spec.hpp"
#include "vmm/hogs.hpp"
#include "vmm/progress_watch.hpp"

namespace kickpath::qemu {

/// What a scenario puts on this host; all of it outlives the machine.
struct QemuMachineParts {
  const std::string& program;  ///< QEMU's path
  const vm::MachineSpec& spec;
  const vmm::ClockRates& rates;
  const std::vector<unsigned>& cpus;  ///< of the host: core i of the scenario is cpus[i]
  std::uint64_t seed = 1;
  Duration guest_patience{};  ///< how long a VM may complete nothing
};

/// All VMs of a scenario, each in a QEMU, and its hogs.
class QemuMachine {
 public:
  /// Starts the QEMUs, whose firmware begins to boot.
  explicit QemuMachine(const QemuMachineParts& parts);

  const std::vector<std::unique_ptr<QemuVm>>& vms() const { return vms_; }
  const std::vector<std::unique_ptr<vmm::Thread>>& hogs() const { return hogs_.threads(); }

  /// Called now and then while something is waited for; may throw to end it.
  using Tick = std::function<void()>;

  /// Once all have booted, all programs begin; hogs last.
  void start(const Tick& tick);
  /// Lets `time` go by. Throws what went wrong in any VM, and for one that hangs.
  void run_for(Duration time, const Tick& tick);
  /// Ends the programs in order: throws when a request that was posted did not come back, or failed.
  void stop(const Tick& tick);

 private:
  void check();
  void wait_until(const std::function<bool()>& is_true, const char* what, Duration patience,
                  const Tick& tick);

  QemuMachineParts parts_;
  std::vector<seating::VmSeat> seats_;
  vmm::Failure failure_;
  std::vector<std::unique_ptr<QemuVm>> vms_;
  vmm::Hogs hogs_;
  std::optional<vmm::ProgressWatch> watch_;
};

}  // namespace kickpath::qemu
