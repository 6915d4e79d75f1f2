#pragma once
#include <memory>
#include <optional>
#include <span>

#include "measure/event_fd.hpp"
#include "protocol/control_block.hpp"
#include "time/ids.hpp"
#include "vm/vm_spec.hpp"
#include "vmm/clock_rates.hpp"
#include "vmm/device.hpp"
#include "vmm/interrupt_line.hpp"
#include "vmm/thread.hpp"
#include "vmm/vcpu_loop.hpp"

namespace kickpath::measure {

/// What a micro-benchmark asks of its guest.
struct ProbeSpec {
  protocol::ProgramKind program = protocol::ProgramKind::halt_service;
  notify::KickPathKind kick = notify::KickPathKind::none;
  notify::InterruptPathKind interrupt = notify::InterruptPathKind::none;
  Duration halt_poll{};  ///< kvm.halt_poll_ns of this VM
  CoreId core;           ///< of the vcpu
  std::size_t sample_room = 0;
  Duration pause{};  ///< paced_kick: computing before each
  bool notes_time = true;  ///< its interrupt handler looks at the counter, which a usual one does not
};

/// A VM with one vcpu that runs a program of program/probes.hpp. Kicks that come to userspace are answered by
/// nothing.
class ProbeVm {
 public:
  ProbeVm(const vmm::Kvm& kvm, const vmm::ClockRates& rates, const ProbeSpec& spec);
  ~ProbeVm();
  ProbeVm(const ProbeVm&) = delete;
  ProbeVm& operator=(const ProbeVm&) = delete;

  /// Begins to run; comes back when the guest has begun.
  void start();
  /// Throws what went wrong in the vcpu's thread.
  void check() const { failure_.rethrow(); }
  void interrupt() const { line_.raise(); }
  /// What its kicks signal, where they do not return to userspace.
  EventFd kick_event() const;

  /// Rounds that the guest has begun, and samples that it has taken.
  std::uint64_t rounds() const { return protocol::load_shared(control().progress.rounds); }
  std::uint64_t samples_taken() const {
    return __atomic_load_n(&control().progress.samples, __ATOMIC_ACQUIRE);
  }
  protocol::Sample sample(std::uint64_t n) const { return samples()[n]; }
  std::uint64_t halts() const { return protocol::load_shared(control().progress.halts); }
  bool has_ended() const { return thread_->has_ended(); }

  /// 'R' runs or may, 'S' sleeps (Linux Documentation/filesystems/proc.rst, stat).
  char thread_state() const { return thread_->state(); }
  std::uint64_t switches_away() const { return thread_->use().switches_away; }
  /// Halts that ended while KVM polled, as it counts them; unknown where it does not.
  std::optional<std::uint64_t> successful_polls() const {
    return vcpu_.statistics().read("halt_successful_poll");
  }

 private:
  const protocol::VcpuControl& control() const;
  std::span<const protocol::Sample> samples() const;
  void write_guest(const ProbeSpec& spec);

  const vmm::ClockRates& rates_;
  vm::VmSpec spec_;
  std::size_t sample_room_;
  CoreId core_;
  vmm::GuestPlan plan_;
  vmm::GuestRam ram_;
  vmm::FileDescriptor vm_;
  protocol::TscClock clock_;
  vmm::Vcpu vcpu_;
  vmm::InterruptLine line_;
  vmm::Device device_;
  vmm::VcpuLoop loop_;
  vmm::Failure failure_;
  std::unique_ptr<vmm::Thread> thread_;
};

}  // namespace kickpath::measure
