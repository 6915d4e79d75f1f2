#include "scenario/vm_shape.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "host/weights.hpp"
#include "notify/doorbell.hpp"
#include "scenario/cgroup_shape.hpp"
#include "scenario/device_shape.hpp"
#include "scenario/life_shape.hpp"
#include "scenario/placement_shape.hpp"
#include "scenario/words.hpp"
#include "scenario/workload_shape.hpp"

namespace kickpath::scenario {

using namespace literals;
using config::Spot;
using device::DeviceSpec;
using vcpu::HaltPollSpec;
using vm::BackgroundSpec;
using vm::VmSpec;
using workload::Completion;
using workload::WorkloadKind;

namespace {

config::Shape<HaltPollSpec> halt_poll_shape() {
  return config::record<HaltPollSpec>("halt polling")
      .optional("max", &HaltPollSpec::max, config::duration(Duration::zero(), 10_s),
                "kvm.halt_poll_ns; 0 us turns it off")
      .optional("grow", &HaltPollSpec::grow, config::integer(0u, 1000u), "halt_poll_ns_grow; 0: never grows")
      .optional("grow_start", &HaltPollSpec::grow_start, config::duration(Duration::zero(), 10_s),
                "halt_poll_ns_grow_start")
      .optional("shrink", &HaltPollSpec::shrink, config::integer(0u, 1000u),
                "halt_poll_ns_shrink; 0: falls to 0 at once");
}

config::Shape<vcpu::GuestHaltPollSpec> guest_halt_poll_shape() {
  using Spec = vcpu::GuestHaltPollSpec;
  return config::record<Spec>("halt polling by the guest (haltpoll governor); KVM then does not poll")
      .required("max", &Spec::max, config::duration(Duration::zero(), 10_s),
                "guest_halt_poll_ns; 0 us turns it off")
      .optional("grow", &Spec::grow, config::integer(0u, 1000u), "guest_halt_poll_grow")
      .optional("grow_start", &Spec::grow_start, config::duration(Duration::zero(), 10_s),
                "guest_halt_poll_grow_start")
      .optional("shrink", &Spec::shrink, config::integer(0u, 1000u),
                "guest_halt_poll_shrink; 0: falls to 0 at once")
      .optional("allow_shrink", &Spec::allow_shrink, config::boolean(), "guest_halt_poll_allow_shrink");
}

bool completes_inline(const DeviceSpec& device) {
  return device.server.kind == server::ServerKind::vcpu && !device::is_asynchronous(device.backend);
}

void check_names(const VmSpec& spec, const Spot& spot) {
  for (std::size_t i = 0; i < spec.devices.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (spec.devices[i].name == spec.devices[j].name)
        spot.at("devices").at(i).at("name").error(
            fmt::format("device '{}' is there already", spec.devices[i].name));
}

/// A network workload and a network device belong together, a pair of queues to each vcpu at most.
void check_network(const VmSpec& spec, const DeviceSpec& device, const Spot& spot, const Spot& at_device) {
  const bool is_net = device.kind == device::DeviceKind::net;
  if (is_net != workload::is_network(spec.workload.kind))
    spot.at("workload")
        .at("kind")
        .error(is_net ? "a network device needs a network workload"
                      : "a network workload needs a device of type net");
  if (is_net && spec.workload.splits_end && !device.net.gso)
    spot.at("workload")
        .at("split_end")
        .error("without GSO no packet holds more than a segment: nothing is split off");
  if (is_net && device.queues > spec.vcpus)
    at_device.at("queues").error(
        fmt::format("{} pairs of queues, but {} vcpus: at most one each", device.queues, spec.vcpus));
}

/// A stop awaits the requests in flight; packets in flight are nobody's.
void check_life_of_network(const VmSpec& spec, const Spot& spot) {
  const bool has_network =
      std::any_of(spec.devices.begin(), spec.devices.end(),
                  [](const DeviceSpec& device) { return device.kind == device::DeviceKind::net; });
  if (has_network && !spec.lifecycle.empty())
    spot.at("lifecycle").error("not modelled of a VM with a network device");
}

/// Can the guest learn of its completions?
void check_completion(const VmSpec& spec, const DeviceSpec& device, const Spot& spot, const Spot& at_device) {
  const Completion completion = spec.workload.completion;
  if (device.server.kind == server::ServerKind::none && completion != Completion::none)
    at_device.at("server").at("kind").error(
        "nobody serves the queue, but the workload waits for completions");
  if (completion == Completion::none && device.kind != device::DeviceKind::doorbell)
    spot.at("workload").at("completion").error("only a doorbell can be rung without a ring");
  const bool is_blk = device.kind == device::DeviceKind::blk;
  if (spec.workload.flush_every != 0 && !is_blk)
    spot.at("workload").at("flush_every").error("only virtio-blk has flushes");
  if (spec.workload.merges && !is_blk) spot.at("workload").at("merge").error("only virtio-blk has sectors");
  if (spec.workload.delays_interrupts && device.queue.suppression != virtqueue::Suppression::event_idx)
    spot.at("workload").at("delayed_interrupts").error("goes with queue {suppression: event-idx}");
  if (completion == Completion::none && device.kick == notify::KickPathKind::none)
    at_device.at("kick").error("the workload does nothing but kick");
  if (completion == Completion::interrupt && device.interrupt == notify::InterruptPathKind::none &&
      !completes_inline(device))
    at_device.at("interrupt").error("the workload waits for interrupts: irqfd or ioctl");
}

/// Does the ring hold what the workload keeps in flight?
void check_room(const VmSpec& spec, const DeviceSpec& device, const Spot& at_device) {
  if (spec.workload.completion == Completion::none) return;
  const std::uint32_t entries = device.kind == device::DeviceKind::blk && !device.queue.indirect ? 3 : 1;
  const std::uint32_t requests = workload::in_flight_of(spec.workload, device.queues, 0);
  if (std::uint64_t{requests} * entries <= device.queue.size) return;
  const bool is_open = spec.workload.kind == WorkloadKind::open_loop;
  at_device.at("queue").error(fmt::format(
      "{} requests in flight ({}) of {} entries each do not fit a ring of {}: at most {}, or a larger size{}",
      requests, is_open ? "workload.limit" : "workload.queue_depth, threads", entries, device.queue.size,
      device.queue.size / entries, entries == 3 ? ", or indirect: true" : ""));
}

/// A small bus is left to vhost, and kicks return to userspace (QEMU kvm_has_many_ioeventfds); on a large one
/// each queue has a place.
void check_bus(const VmSpec& spec, const Spot& spot) {
  if (!notify::IoBus(spec.io_bus_devices).has_many_places()) return;
  std::uint64_t ioeventfds = 0;
  for (const DeviceSpec& device : spec.devices)
    if (notify::doorbell_of(device.kick, 0, 0)) ioeventfds += device::virtqueues_of(device);
  if (ioeventfds > spec.io_bus_devices)
    spot.at("io_bus_devices")
        .error(fmt::format("{} queues want an ioeventfd each; the I/O bus of this kernel takes {}",
                           ioeventfds, spec.io_bus_devices));
}

config::Shape<vcpu::PauseLoopSpec> pause_loop_shape() {
  using Spec = vcpu::PauseLoopSpec;
  return config::record<Spec>("pause-loop exiting: a vcpu that spins leaves the guest and yields to another")
      .required("window", &Spec::window, config::duration(Duration::zero(), 1_s),
                "ple_window; 0 us turns it off")
      .optional("grow", &Spec::grow, config::integer(1u, 1000u), "ple_window_grow, at each exit; 1: stays");
}

void check_shared_work(const VmSpec& spec, const Spot& spot) {
  if (spec.workload.shootdown_every == 0) return;
  if (spec.vcpus == 1)
    spot.at("workload")
        .at("shootdown_every")
        .error("a VM of one vcpu has nobody to interrupt: vcpus of 2 or more");
}

void check_apic(const VmSpec& spec, const Spot& spot) {
  const vcpu::VcpuSpec& vcpu = spec.vcpu;
  if (vcpu.avic && vcpu.apicv) spot.at("avic").error("a host has APICv or AVIC, not both");
  if (vcpu.pv_eoi && (vcpu.avic || vcpu.apicv))
    spot.at("pv_eoi").error(
        "with a virtualised APIC no EOI of an edge-triggered interrupt leaves the guest anyway");
}

/// Lines and shared vectors interrupt one vcpu.
void check_one_target(const VmSpec& spec, const DeviceSpec& device, const Spot& at_device) {
  if (spec.vcpus == 1 || device.queues == 1) return;
  if (device.trigger == device::Trigger::intx)
    at_device.at("trigger").error("a line interrupts the first vcpu only: queues: 1, or vcpus: 1");
  if (device::share_a_vector(device))
    at_device.at("vectors").error(fmt::format(
        "one vector for all queues interrupts the first vcpu only: at least {} vectors, or vcpus: 1",
        device::virtqueues_of(device) + 1));
}

/// Who names the same iothread wants the same thread.
void check_shared_iothreads(const VmSpec& spec, const Spot& spot) {
  for (std::size_t i = 0; i < spec.devices.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const server::ServerSpec &one = spec.devices[j].server, &other = spec.devices[i].server;
      if (!other.name || one.name != other.name) continue;
      if (one.poll == other.poll && one.nice == other.nice) continue;
      spot.at("devices").at(i).at("server").error(
          fmt::format("iothread '{}' is there already with another poll or nice", *other.name));
      break;
    }
}

void check_devices(const VmSpec& spec, const Spot& spot) {
  check_shared_iothreads(spec, spot);
  check_names(spec, spot);
  check_bus(spec, spot);
  check_life_of_network(spec, spot);
  check_apic(spec, spot);
  check_shared_work(spec, spot);
  for (std::size_t i = 0; i < spec.devices.size(); ++i)
    check_one_target(spec, spec.devices[i], spot.at("devices").at(i));
  std::uint64_t queues = 0;
  for (const DeviceSpec& device : spec.devices)
    queues += device::queues_of_vcpu(device) * ((device.queues + spec.vcpus - 1) / spec.vcpus);
  if (queues > 255)
    spot.at("devices").error(fmt::format("a vcpu would have {} queues; there are 255 vectors", queues));
  const auto driven = std::find_if(spec.devices.begin(), spec.devices.end(), [&](const DeviceSpec& device) {
    return device.name == spec.workload.device;
  });
  if (driven == spec.devices.end()) {
    std::string names;
    for (const DeviceSpec& device : spec.devices) names += (names.empty() ? "" : ", ") + device.name;
    spot.at("workload")
        .at("device")
        .error(fmt::format("no device '{}' in this VM (there is: {})", spec.workload.device, names));
    return;
  }
  const Spot at_device = spot.at("devices").at(static_cast<std::size_t>(driven - spec.devices.begin()));
  check_network(spec, *driven, spot, at_device);
  if (driven->kind == device::DeviceKind::net) return;
  check_completion(spec, *driven, spot, at_device);
  check_room(spec, *driven, at_device);
}

}  // namespace

config::Shape<VmSpec> vm_shape() {
  return config::record<VmSpec>("a group of equal VMs")
      .required("name", &VmSpec::name, config::identifier(), "of the group; instances are name0, name1, ...")
      .optional("on", &VmSpec::on, shape_of(host_words()), "the host that runs them")
      .optional("count", &VmSpec::count, config::integer<std::uint32_t>(1, 4096), "instances")
      .optional("vcpus", &VmSpec::vcpus, config::integer<std::uint32_t>(1, 1024), "vcpus of each")
      .optional(
          "apicv", +[](VmSpec& vm) -> bool& { return vm.vcpu.apicv; }, config::boolean(),
          "virtualised APIC: posted interrupts, EOI without exit")
      .optional(
          "avic", +[](VmSpec& vm) -> bool& { return vm.vcpu.avic; }, config::boolean(),
          "AMD's virtualised APIC: doorbells, EOI without exit")
      .optional(
          "pv_eoi", +[](VmSpec& vm) -> bool& { return vm.vcpu.pv_eoi; }, config::boolean(),
          "paravirtual EOI: in memory, without exit, where nothing else is pending")
      .optional(
          "pv_sched_yield", +[](VmSpec& vm) -> bool& { return vm.vcpu.pv_sched_yield; }, config::boolean(),
          "who sends IPIs yields to a receiver that is preempted, by a hypercall")
      .optional(
          "pause_loop", +[](VmSpec& vm) -> vcpu::PauseLoopSpec& { return vm.vcpu.pause_loop; },
          pause_loop_shape(), "pause-loop exiting")
      .optional(
          "halt_poll", +[](VmSpec& vm) -> HaltPollSpec& { return vm.vcpu.halt_poll; }, halt_poll_shape(),
          "host halt polling")
      .optional(
          "guest_halt_poll", +[](VmSpec& vm) -> vcpu::GuestHaltPollSpec& { return vm.vcpu.guest_halt_poll; },
          guest_halt_poll_shape(), "halt polling by the guest")
      .optional(
          "nice", +[](VmSpec& vm) -> int& { return vm.vcpu.nice; },
          config::integer(host::min_nice, host::max_nice), "of the vcpu threads")
      .optional("io_bus_devices", &VmSpec::io_bus_devices, config::integer<std::uint32_t>(0, 1'000'000),
                "places for ioeventfds (NR_IOBUS_DEVS); 6 before Linux 2.6.34, where kicks then return to "
                "userspace")
      .optional(
          "alarm", &VmSpec::alarm, config::duration(Duration::zero(), 10_s),
          "the timers of its main loop share one alarm, which is rearmed no closer than this (QEMU before "
          "1.6: 250 us); 0: each timer is exact")
      .required("devices", &VmSpec::devices, config::list_of(device_shape(), 1), "its devices")
      .required("workload", &VmSpec::workload, workload_shape(), "what the guest does")
      .optional("placement", &VmSpec::placement, placement_shape(), "where its threads may run")
      .optional(
          "gsi_routing", &VmSpec::gsi_routing, gsi_routing_shape(),
          "how its interrupts' routing table is read and renewed; default: not modelled, or srcu with a boot")
      .optional("boot", &VmSpec::boot, boot_shape(), "what the guest does before its workload")
      .optional("lifecycle", &VmSpec::lifecycle, config::list_of(lifecycle_step_shape(), 0),
                "what happens to it while it runs")
      .check(check_life)
      .optional("cgroup", &VmSpec::cgroup, cgroup_shape(), "of each instance: vcpus and servers")
      .check(check_devices);
}

config::Shape<BackgroundSpec> background_shape() {
  return config::record<BackgroundSpec>("host tasks that compute without end")
      .required("name", &BackgroundSpec::name, config::identifier(), "of the group")
      .optional("count", &BackgroundSpec::count, config::integer<std::uint32_t>(1, 4096), "instances")
      .optional("nice", &BackgroundSpec::nice, config::integer(host::min_nice, host::max_nice), "nice level")
      .optional("placement", &BackgroundSpec::cores, cores_shape(),
                "instance i on the i-th of these cores, modulo; default: any")
      .optional("cgroup", &BackgroundSpec::cgroup, cgroup_shape(), "of all of them together")
      .optional("system_call", &BackgroundSpec::system_call, system_call_shape(),
                "they make one such call after the other, instead of computing")
      .optional("on", &BackgroundSpec::on, shape_of(host_words()), "the host that runs them");
}

}  // namespace kickpath::scenario
