#include "measure/probe_vm.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "vmm/boot.hpp"
#include "vmm/doors.hpp"
#include "vmm/emulator.hpp"
#include "vmm/guest_control.hpp"
#include "vmm/vm_descriptor.hpp"

namespace kickpath::measure {

using protocol::ProgramKind;

namespace {

// A bare doorbell with one queue; nobody serves it.
vm::VmSpec doorbell(const ProbeSpec& probe) {
  vm::VmSpec spec;
  spec.vcpu.halt_poll.max = probe.halt_poll;
  spec.workload.completion = workload::Completion::none;
  spec.workload.compute = Distribution::fixed(probe.pause);
  device::DeviceSpec& device = spec.devices.emplace_back();
  device.kick = probe.kick;
  device.interrupt = notify::InterruptPathKind::none;  // the line is ours
  device.server.kind = server::ServerKind::none;
  return spec;
}

}  // namespace

ProbeVm::ProbeVm(const vmm::Kvm& kvm, const vmm::ClockRates& rates, const ProbeSpec& spec)
    : rates_(rates), spec_(doorbell(spec)), sample_room_(spec.sample_room), core_(spec.core),
      plan_(vmm::plan_guest(spec_, spec.sample_room)), ram_(plan_.memory_bytes),
      vm_(vmm::create_vm(kvm, ram_, plan_, spec.halt_poll)), clock_(rates.tsc, protocol::read_tsc()),
      vcpu_(kvm, vm_.get(), plan_.vcpus[0], 0),
      line_(vm_.get(), spec.interrupt, vmm::gsi_of(0), 0, plan_.queues[0].vector),
      device_({vm_.get(), spec_.devices[0], plan_.queues, ram_.shared(), clock_, rates.spin, true, 1}),
      loop_("probe", vcpu_, ram_, [](std::uint32_t) {}) {
  write_guest(spec);
}

ProbeVm::~ProbeVm() {
  loop_.leave();
  if (thread_) thread_->interrupt();
}

void ProbeVm::write_guest(const ProbeSpec& spec) {
  const bool waits_for_interrupts =
      spec.program == ProgramKind::spin_for_interrupts || spec.program == ProgramKind::halt_for_interrupts;
  vmm::write_boot_tables(
      ram_, plan_,
      {spec.program == ProgramKind::timed_halt, waits_for_interrupts && spec.notes_time, vmm::is_emulated_by_tcg()});
  vmm::write_controls(ram_, plan_, spec_, rates_, 1);
  protocol::Plan& plan = ram_.at<protocol::VcpuControl>(plan_.vcpus[0].control).plan;
  plan.kind = spec.program;
  plan.samples = plan_.samples;
  plan.sample_room = spec.sample_room;
}

void ProbeVm::start() {
  thread_ = std::make_unique<vmm::Thread>(vmm::ThreadSpec{"probe/vcpu0", {core_.value}, 0}, failure_,
                                          [this] { loop_.run(); });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (protocol::load_shared(control().progress.state) == protocol::State::booting) {
    check();
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("the probe's guest did not start within 10 s");
    std::this_thread::yield();
  }
}

EventFd ProbeVm::kick_event() const { return EventFd(device_.kick_event(0)); }

const protocol::VcpuControl& ProbeVm::control() const {
  return ram_.at<const protocol::VcpuControl>(plan_.vcpus[0].control);
}

std::span<const protocol::Sample> ProbeVm::samples() const {
  return ram_.span<const protocol::Sample>(plan_.samples, sample_room_);
}

}  // namespace kickpath::measure
