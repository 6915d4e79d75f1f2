#include "vmm/refusal.hpp"

#include <catch2/catch.hpp>

#include "limits.hpp"
#include "protocol/address_map.hpp"
#include "vmm/guest_plan.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using namespace kickpath::vmm;
using notify::InterruptPathKind;
using notify::KickPathKind;

/// Each refusal with its place in the scenario, and the last thing that is not refused.
namespace {

/// "vms[0].devices[1].kick".
std::string text_of(const Where& where) {
  std::string text;
  for (const auto& step : where) {
    if (const auto* index = std::get_if<std::size_t>(&step))
      text += "[" + std::to_string(*index) + "]";
    else
      text += (text.empty() ? "" : ".") + std::get<std::string>(step);
  }
  return text;
}

using Texts = std::vector<std::string>;

/// "place: message" of each.
Texts told(const vm::MachineSpec& machine, const Limits& limits = everything()) {
  Texts texts;
  for (const Refusal& refusal : refusals(machine, limits))
    texts.push_back(text_of(refusal.where) + ": " + refusal.message);
  return texts;
}
Texts told(const vm::VmSpec& group, const Limits& limits = everything()) {
  return told(machine_of(group), limits);
}

const Texts nothing;

vm::VmSpec with_kick(KickPathKind kick) {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices[0].kick = kick;
  return spec;
}
vm::VmSpec with_interrupt(InterruptPathKind interrupt) {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices[0].interrupt = interrupt;
  return spec;
}

constexpr KickPathKind all_kicks[] = {KickPathKind::none,           KickPathKind::userspace_pio,
                                      KickPathKind::userspace_mmio, KickPathKind::ioeventfd_pio,
                                      KickPathKind::ioeventfd_mmio, KickPathKind::ioeventfd_mmio_wildcard};

}  // namespace

TEST_CASE("A scenario that asks for nothing special is not refused, by whatever kick and interrupt") {
  for (const KickPathKind kick : all_kicks) CHECK(told(with_kick(kick)) == nothing);
  for (const auto interrupt : {InterruptPathKind::none, InterruptPathKind::irqfd, InterruptPathKind::ioctl})
    CHECK(told(with_interrupt(interrupt)) == nothing);
}

TEST_CASE("Servers and layers of the disk that only the simulator has are refused, each by its key") {
  using server::ServerKind;
  for (const ServerKind kind : {ServerKind::vhost, ServerKind::main_loop, ServerKind::thread_per_queue}) {
    vm::VmSpec spec = vm_of(1, 1);
    spec.devices[0].server.kind = kind;
    CHECK(told(spec) == Texts{"vms[0].devices[0].server.kind: the VMM of this world has iothreads and vcpu "
                              "threads: simulator only"});
  }
  vm::VmSpec shared = vm_of(1, 1);
  shared.devices[0].server.name = "io0";
  CHECK(told(shared).size() == 1);
  vm::VmSpec spread = vm_of(1, 1);
  spread.devices[0].server.iothreads = 0;
  CHECK(told(spread).size() == 1);
  vm::VmSpec disk = vm_of(1, 1);
  disk.devices[0].backend.kind = device::BackendKind::disk;
  CHECK(told(disk) == nothing);
  disk.devices[0].backend.aio = device::DiskAio::threads;
  disk.devices[0].backend.merges = true;
  CHECK(told(disk).size() == 2);
  vm::VmSpec block_layer = vm_of(1, 1);
  block_layer.workload.plug = 4;
  CHECK(told(block_layer) == nothing);
  block_layer.workload.merges = true;
  block_layer.workload.flush_every = 3;
  CHECK(told(block_layer).size() == 2);
}

TEST_CASE(
    "What vcpus do to each other is refused, each by its key; a guest that spins after its kick is not") {
  vm::VmSpec spins = vm_of(1, 1);
  spins.workload.completion = workload::Completion::spin;
  CHECK(told(spins) == nothing);
  vm::VmSpec contends = vm_of(1, 1);
  contends.workload.lock.emplace();
  contends.workload.shootdown_every = 10;
  contends.vcpu.pause_loop.window = Duration{1};
  contends.vcpu.pv_sched_yield = true;
  CHECK(told(contends).size() == 4);
}

TEST_CASE("Legacy and delayed interrupts are refused; a packed ring is not") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.devices[0].queue.layout = device::Layout::packed;
  CHECK(told(spec) == nothing);
  vm::VmSpec legacy = vm_of(1, 1);
  legacy.devices[0].queue.notify_on_empty = true;
  CHECK(told(legacy) ==
        Texts{"vms[0].devices[0].queue.notify_on_empty: the VMM is no legacy device: simulator only"});
  vm::VmSpec delayed = vm_of(1, 1);
  delayed.workload.delays_interrupts = true;
  CHECK(told(delayed) == Texts{"vms[0].workload.delayed_interrupts: the guest of this world delays no "
                               "interrupts: simulator only"});
}

TEST_CASE("A second host is refused") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1));
  machine.remote.emplace();
  CHECK(told(machine) == Texts{"remote: there is one real host: simulator only"});
}

TEST_CASE("A network device is refused, by its type") {
  vm::VmSpec group = vm_of(1, 1);
  group.devices[0].kind = device::DeviceKind::net;
  group.workload.kind = workload::WorkloadKind::tcp_stream;
  CHECK(told(group) ==
        Texts{"vms[0].devices[0].type: the VMM of this world has no network device: simulator only"});
}

TEST_CASE("A topology is refused: the real one is as it is") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1), 2);
  machine.host.topology.emplace();
  machine.host.topology->cores = 2;
  CHECK(told(machine) ==
        Texts{"host.topology: a real host's cores are as they are: say 'cores'; taskset chooses which"});
}

TEST_CASE("What only the simulator's host has is refused: preemption models, groups, long system calls") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1), 2);
  machine.host.preemption = host::PreemptionKind::full;
  machine.host.autogroup = true;
  machine.vms[0].cgroup.emplace();
  machine.background.emplace_back();
  machine.background[0].cgroup.emplace();
  machine.background[0].system_call.emplace();
  CHECK(told(machine) ==
        Texts{"host.preemption: a real kernel's preemption model is as it is: leave it out",
              "host.autogroup: a real host's sched_autogroup is as it is: leave it out",
              "background[0].cgroup: no cgroups are made here: simulator only",
              "background[0].system_call: background tasks only compute here: simulator only",
              "vms[0].cgroup: no cgroups are made here: simulator only"});
}

TEST_CASE("As many cores as the run may use, and not one more") {
  CHECK(told(machine_of(vm_of(1, 1), 4)) == nothing);
  CHECK(told(machine_of(vm_of(1, 1), 5)) == Texts{"host.cores: this host lets the run use 4 cores"});
  Limits one = everything();
  one.cpus = {7};
  CHECK(told(machine_of(vm_of(1, 1), 2), one) == Texts{"host.cores: this host lets the run use 1 core"});
}

TEST_CASE(
    "Another tick rate than the host's is refused; none, and one of a host that does not tell, are not") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1));
  machine.host.hz = 250;
  CHECK(told(machine) == nothing);
  machine.host.hz = 251;
  CHECK(told(machine) == Texts{"host.hz: this host has 250 ticks a second"});
  Limits silent = everything();
  silent.hz.reset();
  CHECK(told(machine, silent) == nothing);
}

TEST_CASE("The host's own scheduler is accepted, with its version or without") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1));
  machine.host.scheduler.policy = "eevdf";
  CHECK(told(machine) == nothing);
  machine.host.scheduler.version = "6.12";
  CHECK(told(machine) == nothing);
}

TEST_CASE("Another policy or version is refused with the host's") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1));
  machine.host.scheduler.version = "6.6";
  CHECK(told(machine) == Texts{"host.scheduler: this host runs eevdf 6.12"});
  machine.host.scheduler = {};
  machine.host.scheduler.policy = "cfs";
  CHECK(told(machine) == Texts{"host.scheduler: this host runs eevdf 6.12"});
  machine.host.scheduler.policy = "gang";
  CHECK(told(machine) == Texts{"host.scheduler: this host runs eevdf 6.12"});
  Limits other = everything();
  other.scheduler = hostfacts::SchedulerFact{"sched_ext", ""};
  CHECK(told(machine, other) == Texts{"host.scheduler: this host runs sched_ext"});
}

TEST_CASE("Tunables are refused, each of them") {
  for (const auto tunable :
       {&host::SchedulerSpec::base_slice, &host::SchedulerSpec::latency,
        &host::SchedulerSpec::min_granularity, &host::SchedulerSpec::wakeup_granularity}) {
    vm::MachineSpec machine = machine_of(vm_of(1, 1));
    machine.host.scheduler.*tunable = 3_ms;
    CHECK(told(machine) == Texts{"host.scheduler: a real host's tunables are as they are: leave them out"});
  }
}

TEST_CASE("Where the scheduler is not known nothing can be promised of it") {
  Limits limits = everything();
  limits.scheduler.reset();
  CHECK(told(vm_of(1, 1), limits) == Texts{"host.scheduler: this host's scheduler is not known"});
}

TEST_CASE("As many vcpus as this KVM allows, and not one more") {
  Limits limits = everything();
  limits.max_vcpus = 8;
  CHECK(told(vm_of(8, 1), limits) == nothing);
  CHECK(told(vm_of(9, 1), limits) == Texts{"vms[0].vcpus: this KVM allows 8 vcpus a VM"});
}

TEST_CASE("255 vcpus are the most in any case, for want of APIC ids") {
  CHECK(told(vm_of(255, 1)) == nothing);
  CHECK(told(vm_of(256, 1)) == Texts{"vms[0].vcpus: this KVM allows 255 vcpus a VM"});
}

TEST_CASE("A virtualised APIC is refused where KVM runs without; where nobody knows, it is tried") {
  vm::VmSpec spec = vm_of(1, 1);
  Limits limits = everything();
  limits.has_apicv = false;
  CHECK(told(spec, limits) == nothing);
  spec.vcpu.apicv = true;
  CHECK(told(spec, limits) == Texts{"vms[0].apicv: this KVM runs without virtualised APIC"});
  limits.has_apicv.reset();
  CHECK(told(spec, limits) == nothing);
  limits.has_apicv = true;
  CHECK(told(spec, limits) == nothing);
}

TEST_CASE("An I/O bus too short for ioeventfds is one that kernels no longer have") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.io_bus_devices = 7;
  CHECK(told(spec) == nothing);
  spec.io_bus_devices = 6;
  CHECK(told(spec) == Texts{"vms[0].io_bus_devices: the I/O bus of this kernel takes 1000 devices"});
}

TEST_CASE("An alarm of QEMU's main loop is for the simulator") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.alarm = 250_us;
  CHECK(told(spec) ==
        Texts{"vms[0].alarm: the VMM of this world has no main loop with timers: simulator only"});
}

TEST_CASE("Without ioeventfds only kicks to userspace, and none, are left") {
  Limits limits = everything();
  limits.has_ioeventfd = false;
  for (const KickPathKind kick : all_kicks) {
    const bool is_left = kick == KickPathKind::none || notify::returns_to_userspace(kick);
    CHECK(told(with_kick(kick), limits) ==
          (is_left ? nothing : Texts{"vms[0].devices[0].kick: this KVM lacks KVM_CAP_IOEVENTFD"}));
  }
}

TEST_CASE("Without ioeventfds of no length only the wildcard is lost") {
  Limits limits = everything();
  limits.has_wildcard_ioeventfd = false;
  for (const KickPathKind kick : all_kicks)
    CHECK(told(with_kick(kick), limits) ==
          (kick == KickPathKind::ioeventfd_mmio_wildcard
               ? Texts{"vms[0].devices[0].kick: this KVM lacks KVM_CAP_IOEVENTFD_NO_LENGTH"}
               : nothing));
}

TEST_CASE("A kick by hypercall is the simulator's alone") {
  CHECK(told(with_kick(KickPathKind::ioeventfd_hypercall)) ==
        Texts{"vms[0].devices[0].kick: no x86 KVM has a hypercall ioeventfd: simulator only"});
}

TEST_CASE("Each interrupt path needs its capability, and no other") {
  Limits limits = everything();
  limits.has_irqfd = false;
  CHECK(told(with_interrupt(InterruptPathKind::irqfd), limits) ==
        Texts{"vms[0].devices[0].interrupt: this KVM lacks KVM_CAP_IRQFD"});
  CHECK(told(with_interrupt(InterruptPathKind::ioctl), limits) == nothing);
  CHECK(told(with_interrupt(InterruptPathKind::none), limits) == nothing);
  limits = everything();
  limits.has_signal_msi = false;
  CHECK(told(with_interrupt(InterruptPathKind::ioctl), limits) ==
        Texts{"vms[0].devices[0].interrupt: this KVM lacks KVM_CAP_SIGNAL_MSI"});
  CHECK(told(with_interrupt(InterruptPathKind::irqfd), limits) == nothing);
  CHECK(told(with_interrupt(InterruptPathKind::none), limits) == nothing);
}

TEST_CASE("An open loop needs a deadline timer; a closed one does not") {
  Limits limits = everything();
  limits.has_deadline_timer = false;
  vm::VmSpec spec = vm_of(1, 1);
  CHECK(told(spec, limits) == nothing);
  spec.workload.kind = workload::WorkloadKind::open_loop;
  CHECK(told(spec, limits) ==
        Texts{"vms[0].workload.kind: an open loop needs a TSC deadline timer, which this KVM lacks"});
  CHECK(told(spec) == nothing);
}

TEST_CASE("A guest may fill the GiB that is mapped, to the last byte") {
  vm::VmSpec spec = vm_of(1, 1);
  const std::uint64_t data = plan_guest(spec).queues[0].requests.data.value;
  spec.workload.request_bytes = static_cast<std::uint32_t>(protocol::max_memory - data);
  CHECK(told(spec) == nothing);
  ++spec.workload.request_bytes;  // one large page of 2 MiB more
  CHECK(told(spec) == Texts{"vms[0]: a guest of 1026 MiB; at most 1024 MiB are mapped here"});
}

TEST_CASE("A vcpu has vectors for 191 queues, over all devices") {
  vm::VmSpec spec = vm_of(1, 190, 1);
  spec.devices.push_back(device_of("second", 1, 1));
  CHECK(told(spec) == nothing);
  spec.devices[1].queues = 2;
  CHECK(told(spec) == Texts{"vms[0].devices: a vcpu would have more than 191 queues"});
}

TEST_CASE("A VM has doors for 2048 queues") {
  CHECK(told(vm_of(255, 2048, 1)) == nothing);
  CHECK(told(vm_of(255, 2049, 1)) == Texts{"vms[0].devices: 2049 queues; there are 2048 doors"});
}

TEST_CASE("All of what is refused is told at once, each at its own group and device") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1), 5);
  machine.vms.push_back(vm_of(300, 1));
  machine.vms[1].devices.push_back(device_of("second", 1));
  machine.vms[1].devices[1].kick = KickPathKind::ioeventfd_hypercall;
  machine.vms[1].devices[1].interrupt = InterruptPathKind::ioctl;
  Limits limits = everything();
  limits.has_signal_msi = false;
  CHECK(told(machine, limits) ==
        Texts{"host.cores: this host lets the run use 4 cores",
              "vms[1].vcpus: this KVM allows 255 vcpus a VM",
              "vms[1].devices[1].kick: no x86 KVM has a hypercall ioeventfd: simulator only",
              "vms[1].devices[1].interrupt: this KVM lacks KVM_CAP_SIGNAL_MSI"});
}

TEST_CASE("Lines, shared vectors, paravirtual EOI, boots and lives are the simulator's alone") {
  vm::VmSpec spec = vm_of(1, 1);
  CHECK(told(spec) == nothing);
  spec.devices[0].vectors = 2;  // as many as there are queues, and one more
  CHECK(told(spec) == nothing);
  spec.devices[0].queues = 2;
  CHECK(told(spec) ==
        Texts{"vms[0].devices[0].vectors: the VMM gives each queue a vector of its own: shared ones are "
              "simulator only"});
  spec = vm_of(1, 1);
  spec.devices[0].trigger = device::Trigger::intx;
  spec.vcpu.pv_eoi = true;
  spec.gsi_routing.emplace();
  spec.boot.emplace();
  spec.lifecycle.emplace_back();
  CHECK(told(spec) == Texts{"vms[0].gsi_routing: this kernel waits for readers as it does: simulator only",
                            "vms[0].boot: the bare-metal guest finds no disks: simulator only",
                            "vms[0].lifecycle: the VMM runs a VM from its start to its end: simulator only",
                            "vms[0].pv_eoi: the bare-metal guest writes every EOI: simulator only",
                            "vms[0].devices[0].trigger: the VMM has no PCI interrupt lines: simulator only"});
}

TEST_CASE("AVIC is refused where the APIC is not virtualised") {
  Limits limits = everything();
  vm::VmSpec spec = vm_of(1, 1);
  spec.vcpu.avic = true;
  limits.has_apicv = false;
  CHECK(told(spec, limits) == Texts{"vms[0].avic: this KVM runs without virtualised APIC"});
  limits.has_apicv = true;
  CHECK(told(spec, limits) == nothing);
}
