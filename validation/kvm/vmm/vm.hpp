#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "protocol/control_block.hpp"
#include "seating/seats.hpp"
#include "vm/vm_spec.hpp"
#include "vmm/clock_rates.hpp"
#include "vmm/device.hpp"
#include "vmm/thread.hpp"
#include "vmm/vcpu.hpp"
#include "vmm/vcpu_loop.hpp"

namespace kickpath::vmm {

/// What a VM is built from; all of it outlives the VM.
struct VmParts {
  const Kvm& kvm;
  const vm::VmSpec& spec;
  const seating::VmSeat& seat;
  const ClockRates& rates;
  const std::vector<unsigned>& cpus;  ///< of the host, by core of the scenario
  std::uint64_t seed;
};

/// One VM of the real KVM, with the threads that run and serve it. The order of its life: start_vcpus(),
/// is_set_up(), start_servers(); then ask_to_stop(), has_ended(), and its end.
class Vm {
 public:
  Vm(const VmParts& parts, Failure& failure);
  ~Vm();
  Vm(const Vm&) = delete;
  Vm& operator=(const Vm&) = delete;

  const std::string& name() const { return parts_.seat.name; }
  const vm::VmSpec& spec() const { return parts_.spec; }

  void start_vcpus();
  /// Have all guests set up their queues?
  bool is_set_up() const;
  void start_servers();
  /// The guests end their programs and wait for what is in flight.
  void ask_to_stop();
  bool has_ended() const;

  const protocol::VcpuControl& control(std::size_t vcpu) const;
  std::span<const std::uint64_t> histogram(std::size_t vcpu) const;
  const std::vector<std::unique_ptr<Vcpu>>& vcpus() const { return vcpus_; }
  const std::vector<std::unique_ptr<Device>>& devices() const { return devices_; }
  /// Vcpus first, by number; then the servers.
  const std::vector<std::unique_ptr<Thread>>& threads() const { return threads_; }
  /// What each vcpu is doing, for a report.
  std::string describe() const;

 private:
  void build_devices();
  void start_thread(const std::string& what, const host::CoreSet& cores, int nice,
                    std::function<void()> body);
  void start_main_loop();
  void run_vcpu(std::size_t v);
  /// A kick that came to userspace: the vcpu's thread is the device model, under the global lock.
  void handle_kick(std::uint32_t door);

  VmParts parts_;
  Failure& failure_;
  protocol::TscClock clock_;
  GuestPlan plan_;
  GuestRam ram_;
  FileDescriptor fd_;
  std::mutex
      global_lock_;  ///< as QEMU's: held by whoever is a device model in a vcpu's thread or the main loop
  std::vector<std::unique_ptr<Vcpu>> vcpus_;
  std::vector<std::unique_ptr<VcpuLoop>> vcpu_loops_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::unique_ptr<Thread>> threads_;
};

}  // namespace kickpath::vmm
