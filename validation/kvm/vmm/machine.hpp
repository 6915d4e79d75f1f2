#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "vm/machine_spec.hpp"
#include "vmm/hogs.hpp"
#include "vmm/progress_watch.hpp"
#include "vmm/vm.hpp"

namespace kickpath::vmm {

/// What a scenario puts on this host; all of it outlives the machine.
struct MachineParts {
  const Kvm& kvm;
  const vm::MachineSpec& spec;
  const ClockRates& rates;
  const std::vector<unsigned>& cpus;  ///< of the host: core i of the scenario is cpus[i]
  std::uint64_t seed = 1;
  Duration guest_patience{};  ///< how long a VM may complete nothing
};

/// All VMs of a scenario with their servers and hogs, on the real host.
class Machine {
 public:
  /// Creates the VMs; nothing runs yet.
  explicit Machine(const MachineParts& parts);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  const std::vector<std::unique_ptr<Vm>>& vms() const { return vms_; }
  const std::vector<std::unique_ptr<Thread>>& hogs() const { return hogs_.threads(); }

  /// Called now and then while something is waited for; may throw to end it.
  using Tick = std::function<void()>;

  /// Guests first; servers once all guests have set up their queues, hogs last.
  void start(const Tick& tick);
  /// Lets `time` go by. Throws what went wrong in any thread, and for a VM that hangs.
  void run_for(Duration time, const Tick& tick);
  /// Ends the guests in order and holds their accounts against each other: throws when a request that was
  /// posted did not come back.
  void stop(const Tick& tick);

 private:
  void check();
  void wait_until(const std::function<bool()>& is_true, const char* what, const Tick& tick);
  void check_accounts() const;

  MachineParts parts_;
  std::vector<seating::VmSeat> seats_;
  Failure failure_;
  std::vector<std::unique_ptr<Vm>> vms_;
  Hogs hogs_;
  std::optional<ProgressWatch> watch_;
};

}  // namespace kickpath::vmm
