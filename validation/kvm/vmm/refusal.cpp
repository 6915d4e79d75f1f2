#include "vmm/refusal.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "hostfacts/cpu_list.hpp"
#include "protocol/address_map.hpp"
#include "vmm/backend.hpp"
#include "vmm/guest_plan.hpp"

namespace kickpath::vmm {

namespace {

using device::DeviceSpec;
using notify::InterruptPathKind;
using notify::KickPathKind;
using vm::VmSpec;

constexpr std::uint32_t most_xapic_vcpus = 255;     // 8 bits of APIC id, of which one broadcasts
constexpr std::uint32_t io_bus_of_today = 1000;     // NR_IOBUS_DEVS, Linux v6.6 include/linux/kvm_host.h
constexpr std::uint32_t fewest_for_ioeventfds = 7;  // below, device models keep their kicks in userspace

Where operator/(Where where, std::variant<std::string, std::size_t> step) {
  where.push_back(std::move(step));
  return where;
}

class Refusing {
 public:
  Refusing(const Limits& limits, std::vector<Refusal>& found) : limits_(limits), found_(found) {}

  void host(const host::HostSpec& spec) {
    const std::size_t cpus = limits_.cpus.size();
    if (spec.cores > cpus)
      add({"host", "cores"},
          fmt::format("this host lets the run use {} {}", cpus, cpus == 1 ? "core" : "cores"));
    if (spec.topology)
      add({"host", "topology"}, "a real host's cores are as they are: say 'cores'; taskset chooses which");
    if (spec.preemption)
      add({"host", "preemption"}, "a real kernel's preemption model is as it is: leave it out");
    if (spec.autogroup) add({"host", "autogroup"}, "a real host's sched_autogroup is as it is: leave it out");
    if (spec.hz && limits_.hz && static_cast<std::int64_t>(*spec.hz) != *limits_.hz)
      add({"host", "hz"}, fmt::format("this host has {} ticks a second", *limits_.hz));
    scheduler(spec.scheduler);
  }

  void group(const VmSpec& spec, const Where& at) {
    if (spec.vcpus > most_vcpus())
      add(at / "vcpus", fmt::format("this KVM allows {} vcpus a VM", most_vcpus()));
    if (spec.vcpu.apicv && limits_.has_apicv == false)
      add(at / "apicv", "this KVM runs without virtualised APIC");
    if (spec.vcpu.guest_halt_poll.max > Duration::zero())
      add(at / "guest_halt_poll", "the bare-metal guest halts at once: leave it out");
    if (spec.vcpu.avic && limits_.has_apicv == false)
      add(at / "avic", "this KVM runs without virtualised APIC");
    if (spec.gsi_routing) add(at / "gsi_routing", "this kernel waits for readers as it does: simulator only");
    if (spec.boot) add(at / "boot", "the bare-metal guest finds no disks: simulator only");
    if (!spec.lifecycle.empty())
      add(at / "lifecycle", "the VMM runs a VM from its start to its end: simulator only");
    if (spec.vcpu.pv_eoi) add(at / "pv_eoi", "the bare-metal guest writes every EOI: simulator only");
    if (spec.vcpu.pause_loop.window > Duration::zero())
      add(at / "pause_loop", "pause-loop exiting is a parameter of the KVM module: simulator only");
    if (spec.vcpu.pv_sched_yield)
      add(at / "pv_sched_yield", "the bare-metal guest makes no hypercalls: simulator only");
    if (spec.cgroup) add(at / "cgroup", "no cgroups are made here: simulator only");
    if (spec.alarm > Duration::zero())
      add(at / "alarm", "the VMM of this world has no main loop with timers: simulator only");
    if (spec.io_bus_devices < fewest_for_ioeventfds)
      add(at / "io_bus_devices", fmt::format("the I/O bus of this kernel takes {} devices", io_bus_of_today));
    if (spec.workload.kind == workload::WorkloadKind::open_loop && !limits_.has_deadline_timer)
      add(at / "workload" / "kind", "an open loop needs a TSC deadline timer, which this KVM lacks");
    workload(spec.workload, at / "workload");
  }

  void devices(const VmSpec& spec, const Where& at) {
    for (std::size_t d = 0; d < spec.devices.size(); ++d) device(spec.devices[d], at / "devices" / d);
    if (spec.vcpus <= most_vcpus()) room(spec, at);
  }

  void background(const vm::BackgroundSpec& spec, const Where& at) {
    if (spec.cgroup) add(at / "cgroup", "no cgroups are made here: simulator only");
    if (spec.system_call) add(at / "system_call", "background tasks only compute here: simulator only");
  }

 private:
  std::uint32_t most_vcpus() const { return std::min(limits_.max_vcpus, most_xapic_vcpus); }

  void add(Where where, std::string message) { found_.push_back({std::move(where), std::move(message)}); }

  void scheduler(const host::SchedulerSpec& spec) {
    const Where at{"host", "scheduler"};
    if (!limits_.scheduler) return add(at, "this host's scheduler is not known");
    const auto& [policy, version] = *limits_.scheduler;
    if (spec.policy != policy || (!spec.version.empty() && spec.version != version))
      add(at, fmt::format("this host runs {}{}{}", policy, version.empty() ? "" : " ", version));
    if (spec.base_slice || spec.latency || spec.min_granularity || spec.wakeup_granularity)
      add(at, "a real host's tunables are as they are: leave them out");
  }

  void server(const server::ServerSpec& spec, const Where& at) {
    using server::ServerKind;
    if (spec.kind == ServerKind::vhost || spec.kind == ServerKind::main_loop ||
        spec.kind == ServerKind::thread_per_queue)
      add(at / "kind", "the VMM of this world has iothreads and vcpu threads: simulator only");
    if (spec.name) add(at / "name", "devices do not share iothreads in this world: simulator only");
    if (spec.iothreads != 1) add(at / "iothreads", "a device has one iothread in this world: simulator only");
  }

  void disk(const device::BackendSpec& spec, const Where& at) {
    const char* const simulated =
        "the disk of this world is simulated, one request at a time: simulator only";
    if (spec.aio != device::DiskAio::native) add(at / "aio", simulated);
    if (spec.batches) add(at / "batch", simulated);
    if (spec.merges) add(at / "merge", simulated);
  }

  void workload(const workload::WorkloadSpec& spec, const Where& at) {
    if (spec.merges) add(at / "merge", "the guest of this world merges no requests: simulator only");
    if (spec.delays_interrupts)
      add(at / "delayed_interrupts", "the guest of this world delays no interrupts: simulator only");
    if (spec.lock) add(at / "lock", "the vcpus of this world's guest share no lock: simulator only");
    if (spec.shootdown_every != 0)
      add(at / "shootdown_every", "the vcpus of this world's guest send each other no IPIs: simulator only");
    if (spec.flush_every != 0)
      add(at / "flush_every", "the guest of this world sends no flushes: simulator only");
  }

  void device(const DeviceSpec& spec, const Where& at) {
    server(spec.server, at / "server");
    disk(spec.backend, at / "backend");
    const bool is_eventfd = spec.kick != KickPathKind::none && !notify::returns_to_userspace(spec.kick);
    if (spec.kick == KickPathKind::ioeventfd_hypercall)
      add(at / "kick", "no x86 KVM has a hypercall ioeventfd: simulator only");
    else if (is_eventfd && !limits_.has_ioeventfd)
      add(at / "kick", "this KVM lacks KVM_CAP_IOEVENTFD");
    else if (spec.kick == KickPathKind::ioeventfd_mmio_wildcard && !limits_.has_wildcard_ioeventfd)
      add(at / "kick", "this KVM lacks KVM_CAP_IOEVENTFD_NO_LENGTH");
    if (spec.trigger == device::Trigger::intx)
      add(at / "trigger", "the VMM has no PCI interrupt lines: simulator only");
    if (spec.queue.notify_on_empty)
      add(at / "queue" / "notify_on_empty", "the VMM is no legacy device: simulator only");
    if (device::share_a_vector(spec))
      add(at / "vectors", "the VMM gives each queue a vector of its own: shared ones are simulator only");
    if (spec.kind == device::DeviceKind::net)
      add(at / "type", "the VMM of this world has no network device: simulator only");
    if (spec.interrupt == InterruptPathKind::irqfd && !limits_.has_irqfd)
      add(at / "interrupt", "this KVM lacks KVM_CAP_IRQFD");
    if (spec.interrupt == InterruptPathKind::ioctl && !limits_.has_signal_msi)
      add(at / "interrupt", "this KVM lacks KVM_CAP_SIGNAL_MSI");
  }

  void room(const VmSpec& spec, const Where& at) {
    const GuestPlan plan = plan_guest(spec);
    if (plan.memory_bytes > protocol::max_memory)
      add(at, fmt::format("a guest of {} MiB; at most {} MiB are mapped here", plan.memory_bytes >> 20,
                          protocol::max_memory >> 20));
    if (plan.queues.size() > protocol::max_kicks)
      add(at / "devices",
          fmt::format("{} queues; there are {} doors", plan.queues.size(), protocol::max_kicks));
    for (const QueuePlan& queue : plan.queues)
      if (queue.vector > protocol::last_queue_vector)
        return add(at / "devices",
                   fmt::format("a vcpu would have more than {} queues", protocol::max_queues_of_vcpu));
  }

  const Limits& limits_;
  std::vector<Refusal>& found_;
};

// A model's cores do not share execution units and caches.
void tell_siblings(const Limits& limits, std::size_t cores, std::vector<std::string>& found) {
  const std::size_t known = std::min({cores, limits.cpus.size(), limits.siblings.size()});
  for (std::size_t i = 0; i < known; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto& siblings = limits.siblings[j];
      if (std::find(siblings.begin(), siblings.end(), limits.cpus[i]) == siblings.end()) continue;
      found.push_back(fmt::format(
          "host: cores {} and {} are threads of one core here (cpus {} and {}); taskset chooses others", j, i,
          limits.cpus[j], limits.cpus[i]));
    }
}

}  // namespace

Limits limits_of(const Kvm& kvm, const hostfacts::HostRecord& host) {
  Limits limits;
  for (const CoreId core : hostfacts::allowed_cores()) {
    limits.cpus.push_back(core.value);
    auto& siblings = limits.siblings.emplace_back();
    for (const CoreId sibling : hostfacts::siblings_of(core, {})) siblings.push_back(sibling.value);
  }
  limits.scheduler = host.scheduler;
  limits.hz = host.hz;
  limits.max_vcpus = kvm.max_vcpus();
  limits.has_ioeventfd = kvm.has(KVM_CAP_IOEVENTFD);
  limits.has_wildcard_ioeventfd = kvm.has(KVM_CAP_IOEVENTFD_NO_LENGTH);
  limits.has_irqfd = kvm.has(KVM_CAP_IRQFD) && kvm.has(KVM_CAP_IRQ_ROUTING);
  limits.has_signal_msi = kvm.has(KVM_CAP_SIGNAL_MSI);
  limits.has_halt_poll = kvm.has(KVM_CAP_HALT_POLL);
  limits.has_deadline_timer = kvm.has(KVM_CAP_TSC_DEADLINE_TIMER);
  if (host.kvm)
    for (const char* name : {"kvm_intel.enable_apicv", "kvm_amd.avic"}) {
      const auto at = host.kvm->parameters.find(name);
      if (at != host.kvm->parameters.end() && at->second)
        limits.has_apicv = *at->second == "Y" || *at->second == "1";
    }
  return limits;
}

std::vector<Refusal> refusals_of_host(const vm::MachineSpec& spec, const Limits& limits) {
  std::vector<Refusal> found;
  Refusing refusing(limits, found);
  refusing.host(spec.host);
  if (spec.remote) found.push_back({Where{"remote"}, "there is one real host: simulator only"});
  for (std::size_t i = 0; i < spec.background.size(); ++i)
    refusing.background(spec.background[i], Where{"background", i});
  for (std::size_t i = 0; i < spec.vms.size(); ++i) refusing.group(spec.vms[i], Where{"vms", i});
  return found;
}

std::vector<Refusal> refusals(const vm::MachineSpec& spec, const Limits& limits) {
  std::vector<Refusal> found = refusals_of_host(spec, limits);
  Refusing refusing(limits, found);
  for (std::size_t i = 0; i < spec.vms.size(); ++i) refusing.devices(spec.vms[i], Where{"vms", i});
  return found;
}

std::vector<std::string> differences(const vm::MachineSpec& spec, const Limits& limits,
                                     const hostfacts::HostRecord& host) {
  std::vector<std::string> found;
  tell_siblings(limits, spec.host.cores, found);
  const auto parameter = [&](const char* name) -> std::optional<std::string> {
    if (!host.kvm) return std::nullopt;
    const auto at = host.kvm->parameters.find(name);
    return at == host.kvm->parameters.end() ? std::nullopt : at->second;
  };
  const auto compare = [&](const VmSpec& group, const char* key, const char* name, std::int64_t wanted) {
    const auto has = parameter(name);
    if (has && *has != std::to_string(wanted))
      found.push_back(fmt::format("{}: halt_poll.{} is {}, but {} is {} on this host", group.name, key,
                                  wanted, name, *has));
  };
  for (const VmSpec& group : spec.vms) {
    const vcpu::HaltPollSpec& poll = group.vcpu.halt_poll;
    if (poll.max > Duration::zero()) {
      compare(group, "grow", "kvm.halt_poll_ns_grow", poll.grow);
      compare(group, "grow_start", "kvm.halt_poll_ns_grow_start", poll.grow_start.count() / 1000);
      compare(group, "shrink", "kvm.halt_poll_ns_shrink", poll.shrink);
    }
    if (!limits.has_halt_poll) compare(group, "max", "kvm.halt_poll_ns", poll.max.count() / 1000);
    if (!group.vcpu.apicv && limits.has_apicv == true)
      found.push_back(fmt::format("{}: apicv is false, but this KVM virtualises the APIC", group.name));
  }
  return found;
}

}  // namespace kickpath::vmm
