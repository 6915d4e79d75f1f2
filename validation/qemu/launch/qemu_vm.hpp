#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "protocol/control_block.hpp"
#include "qemu/host_thread.hpp"
#include "qemu/memory_file.hpp"
#include "qemu/qemu_plan.hpp"
#include "qemu/qemu_process.hpp"
#include "seating/seats.hpp"
#include "vmm/clock_rates.hpp"

namespace kickpath::qemu {

/// What a VM is built from; all of it outlives the VM.
struct QemuVmParts {
  const std::string& program;  ///< QEMU's path
  const vm::VmSpec& spec;
  const seating::VmSeat& seat;
  const vmm::ClockRates& rates;
  const std::vector<unsigned>& cpus;  ///< of the host, by core of the scenario
  std::uint64_t seed;
};

/// A thread of QEMU that runs or serves the VM.
struct PlacedThread {
  pid_t tid = 0;
  std::string name;  ///< "vm0/vcpu0"
  std::vector<unsigned> cpus;
  bool is_vcpu = false;
};

/// One VM in a QEMU of its own. The order of its life: is_waiting(), go(), is_set_up(); then ask_to_stop(),
/// has_ended(), and its end.
class QemuVm {
 public:
  explicit QemuVm(const QemuVmParts& parts);

  const std::string& name() const { return parts_.seat.name; }
  const vm::VmSpec& spec() const { return parts_.spec; }
  pid_t pid() const { return process_->pid(); }

  /// Has firmware loaded the payload? From then on it sleeps until go().
  bool is_waiting();
  /// Tables and control blocks are written, threads are in their places, the payload runs.
  void go();
  bool is_set_up() const;
  void ask_to_stop();
  bool has_ended() const;
  /// Throws what went wrong: QEMU has ended, a device could not be set up, an exception, a broken queue.
  void check();
  /// Throws if a request was lost, or failed.
  void check_accounts() const;

  /// Those with a program.
  std::span<const std::size_t> driven() const { return driven_; }
  const protocol::VcpuControl& control(std::size_t vcpu) const;
  std::span<const std::uint64_t> histogram(std::size_t vcpu) const;
  const std::vector<PlacedThread>& threads() const { return threads_; }
  std::string describe() const;

 private:
  void write_memory();
  void place_threads();
  void place_thread(const HostThread& thread);
  std::vector<unsigned> cpus_of(const host::CoreSet& cores) const;
  std::string fault_text() const;
  void check_statuses() const;

  QemuVmParts parts_;
  QemuPlan plan_;
  MemoryFile memory_;
  MemoryFile faults_;
  vmm::GuestRam ram_;
  std::unique_ptr<QemuProcess> process_;
  std::vector<std::size_t> driven_;
  std::vector<PlacedThread> threads_;
  bool is_waiting_ = false;
};

}  // namespace kickpath::qemu
