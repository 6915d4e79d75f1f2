#include <algorithm>
#include <functional>

#include <catch2/catch.hpp>

#include "disk_vm.hpp"
#include "qemu/qemu_refusal.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using notify::InterruptPathKind;
using notify::KickPathKind;
using server::ServerKind;

/// What QEMU cannot do, with its place in the scenario; and the last thing that it can.
namespace {

using Texts = std::vector<std::string>;
const Texts nothing;

std::string text_of(const vmm::Where& where) {
  std::string text;
  for (const auto& step : where) {
    if (const auto* index = std::get_if<std::size_t>(&step))
      text += "[" + std::to_string(*index) + "]";
    else
      text += (text.empty() ? "" : ".") + std::get<std::string>(step);
  }
  return text;
}

Texts told(const vm::VmSpec& group, const vmm::Limits& limits = everything()) {
  Texts texts;
  for (const vmm::Refusal& refusal : qemu::refusals(machine_of(group), limits))
    texts.push_back(text_of(refusal.where) + ": " + refusal.message);
  return texts;
}

/// What is told of a VM whose one disk `change` has changed.
Texts told_of_disk(const std::function<void(device::DeviceSpec&)>& change) {
  vm::VmSpec spec = disk_vm();
  change(spec.devices[0]);
  return told(spec);
}

bool is_told(const Texts& differences, const std::string& text) {
  return std::any_of(differences.begin(), differences.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("Each of QEMU's kick paths with its server is taken") {
  for (const KickPathKind kick : {KickPathKind::userspace_pio, KickPathKind::userspace_mmio})
    CHECK(told_of_disk([&](auto& d) { d.kick = kick, d.server.kind = ServerKind::vcpu; }) == nothing);
  for (const KickPathKind kick :
       {KickPathKind::ioeventfd_pio, KickPathKind::ioeventfd_mmio, KickPathKind::ioeventfd_mmio_wildcard})
    for (const ServerKind server : {ServerKind::main_loop, ServerKind::iothread})
      CHECK(told_of_disk([&](auto& d) { d.kick = kick, d.server.kind = server; }) == nothing);
}

TEST_CASE("What is no disk of QEMU is refused") {
  CHECK(told_of_disk([](auto& d) { d.kind = device::DeviceKind::doorbell; }) ==
        Texts{"vms[0].devices[0].type: QEMU has no device that only rings: say blk"});
  CHECK(told_of_disk([](auto& d) { d.kind = device::DeviceKind::net; }) ==
        Texts{"vms[0].devices[0].type: the payload drives no network device: simulator only"});
}

TEST_CASE("Kick paths that QEMU lacks are refused") {
  CHECK(told_of_disk([](auto& d) { d.kick = KickPathKind::none; }) ==
        Texts{"vms[0].devices[0].kick: QEMU's servers poll for a time at most, and need kicks"});
  CHECK(told_of_disk([](auto& d) { d.kick = KickPathKind::ioeventfd_hypercall; }) ==
        Texts{"vms[0].devices[0].kick: no x86 KVM has a hypercall ioeventfd: simulator only"});
  vmm::Limits limits = everything();
  limits.has_wildcard_ioeventfd = false;
  vm::VmSpec spec = disk_vm();
  CHECK(told(spec, limits) == nothing);
  spec.devices[0].kick = KickPathKind::ioeventfd_mmio_wildcard;
  CHECK(told(spec, limits) == Texts{"vms[0].devices[0].kick: this KVM lacks KVM_CAP_IOEVENTFD_NO_LENGTH"});
}

TEST_CASE("A disk of QEMU has queues of 4 to 1024 entries, a power of two") {
  const Texts refused{
      "vms[0].devices[0].queue.size: a disk of QEMU has queues of 4 to 1024 entries, a power of two"};
  for (const std::uint16_t size : std::vector<std::uint16_t>{4, 1024})
    CHECK(told_of_disk([&](auto& d) { d.queue.size = size; }) == nothing);
  for (const std::uint16_t size : std::vector<std::uint16_t>{2, 2048, 96})
    CHECK(told_of_disk([&](auto& d) { d.queue.size = size; }) == refused);
}

TEST_CASE("A packed ring needs a modern device, so a kick by MMIO") {
  const auto packed = [](KickPathKind kick) {
    return told_of_disk([&](auto& d) { d.kick = kick, d.queue.layout = device::Layout::packed; });
  };
  CHECK(packed(KickPathKind::ioeventfd_mmio) == nothing);
  CHECK(
      packed(KickPathKind::ioeventfd_pio) ==
      Texts{"vms[0].devices[0].queue.layout: kicks by PIO are those of a legacy device, which has no packed "
            "ring: say an MMIO path"});
}

TEST_CASE("Suppression is by flags or event index, and never on empty") {
  CHECK(told_of_disk([](auto& d) { d.queue.suppression = virtqueue::Suppression::event_idx; }) == nothing);
  CHECK(told_of_disk([](auto& d) { d.queue.suppression = virtqueue::Suppression::none; }) ==
        Texts{"vms[0].devices[0].queue.suppression: QEMU's devices ask for silence: say flags or event-idx"});
  CHECK(told_of_disk([](auto& d) { d.queue.notify_on_empty = true; }).size() == 1);
}

TEST_CASE("Interrupts are MSI-X by irqfd; by ioctl where there are no ioeventfds") {
  CHECK(told_of_disk([](auto& d) { d.interrupt = InterruptPathKind::ioctl; }) ==
        Texts{"vms[0].devices[0].interrupt: QEMU's devices with ioeventfds interrupt by irqfd"});
  CHECK(told_of_disk([](auto& d) {
          d.interrupt = InterruptPathKind::ioctl;
          d.kick = KickPathKind::userspace_mmio;
          d.server.kind = ServerKind::vcpu;
        }) == nothing);
  CHECK(told_of_disk([](auto& d) { d.trigger = device::Trigger::intx; }) ==
        Texts{"vms[0].devices[0].trigger: the payload handles no PCI interrupt lines: simulator only"});
}

TEST_CASE("Servers that QEMU lacks are refused, and polling that it does not do") {
  CHECK(told_of_disk([](auto& d) { d.server.kind = ServerKind::vhost; }) ==
        Texts{"vms[0].devices[0].server.kind: QEMU's disks have no vhost worker: simulator only"});
  CHECK(
      told_of_disk([](auto& d) { d.server.poll.always = true; }) ==
      Texts{"vms[0].devices[0].server.poll: QEMU's iothreads poll for a time: say a duration (poll-max-ns)"});
  CHECK(told_of_disk([](auto& d) { d.server.poll.max = 32_us; }) == nothing);
  CHECK(told_of_disk([](auto& d) {
          d.server.poll.max = 32_us;
          d.server.kind = ServerKind::main_loop;
        }) == Texts{"vms[0].devices[0].server.poll: QEMU's main loop does not poll"});
  CHECK(told_of_disk([](auto& d) { d.server.iothreads = 2; }) ==
        Texts{"vms[0].devices[0].server.iothreads: a device of QEMU before 9.0 has one iothread: simulator "
              "only"});
}

TEST_CASE("The disk behind is null-co: a fixed latency and no CPU time") {
  using device::BackendKind;
  CHECK(told_of_disk([](auto& d) {
          d.backend.kind = BackendKind::fixed;
          d.backend.latency = Distribution::fixed(100_us);
        }) == nothing);
  CHECK(told_of_disk([](auto& d) {
          d.backend.kind = BackendKind::fixed;
          d.backend.service = Distribution::fixed(1_us);
        }) ==
        Texts{"vms[0].devices[0].backend.service: QEMU's null-co takes no CPU time of its own: say latency"});
  CHECK(told_of_disk([](auto& d) {
          d.backend.kind = BackendKind::fixed;
          d.backend.latency = Distribution::exponential(100_us);
        }) == Texts{"vms[0].devices[0].backend.latency: QEMU's null-co has one latency (latency-ns)"});
  CHECK(told_of_disk([](auto& d) { d.backend.kind = BackendKind::disk; }) ==
        Texts{"vms[0].devices[0].backend.kind: QEMU's null-co is no disk with stations: say null or fixed"});
}

TEST_CASE("Requests are whole sectors") {
  vm::VmSpec spec = disk_vm();
  spec.workload.request_bytes = 4096;
  CHECK(told(spec) == nothing);
  spec.workload.request_bytes = 4095;
  CHECK(told(spec) ==
        Texts{"vms[0].workload.request_bytes: a disk of QEMU takes whole sectors of 512 bytes"});
}

TEST_CASE("What any real host refuses, this world refuses, too") {
  vm::MachineSpec machine = machine_of(disk_vm());
  machine.host.cores = 3;
  const auto found = qemu::refusals(machine, everything());
  REQUIRE(found.size() == 1);
  CHECK(text_of(found[0].where) == "host.cores");
}

TEST_CASE("What QEMU does in its own way is told") {
  vm::VmSpec spec = disk_vm();
  const auto differences = [&] { return qemu::differences(machine_of(spec), everything(), {}); };
  CHECK(is_told(differences(), "disk: QEMU's MMIO ioeventfds are wildcards"));
  CHECK_FALSE(is_told(differences(), "main loop"));
  spec.devices[0].kick = KickPathKind::userspace_pio;
  spec.devices[0].server.kind = ServerKind::vcpu;
  CHECK(is_told(differences(), "QEMU completes every request in its main loop"));
  CHECK(is_told(differences(), "interrupts by ioctl"));
  CHECK_FALSE(is_told(differences(), "wildcards"));
}
