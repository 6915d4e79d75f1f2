#include "explain/advice.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kickpath::explain {

using device::DeviceKind;
using notify::KickPathKind;
using server::ServerKind;
using trace::Part;
using workload::Completion;

namespace {

constexpr double worth_a_thought = 0.1;
constexpr std::size_t most = 5;

/// One class of operations, with what the scenario says of its VMs.
struct Subject {
  const OperationSplit& split;
  const vm::VmSpec& vm;
  const device::DeviceSpec& device;
  std::string vm_path;      ///< "vms[0]"
  std::string device_path;  ///< "vms[0].devices[0]"
};

struct Idea {
  std::string text;
  std::vector<std::string> settings;
};
using Ideas = std::vector<Idea>;

bool halts(const Subject& s) { return !workload::polls(s.vm.workload.completion); }
bool has_thread(const Subject& s) {
  return s.device.server.kind == ServerKind::iothread || s.device.server.kind == ServerKind::vhost ||
         s.device.server.kind == ServerKind::thread_per_queue;
}

Ideas against_sleeping(const Subject& s) {
  Ideas ideas;
  if (s.device.server.kind == ServerKind::iothread && !s.device.server.poll.always &&
      s.device.server.poll.max == Duration::zero())
    ideas.push_back({"let the iothread poll before it sleeps: no wake-up of it, for a core that it burns",
                     {s.device_path + ".server.poll=32 us"}});
  if (halts(s) && s.vm.vcpu.halt_poll.max == Duration::zero())
    ideas.push_back({"let KVM poll when the guest halts: no wake-up of the vcpu, for a core that it burns",
                     {s.vm_path + ".halt_poll.max=200 us"}});
  if (has_thread(s) && s.vm.placement.servers != vm::PlacementSpec::Servers::same_core)
    ideas.push_back({"put the server on its vcpu's core: no idle core has to be woken",
                     {s.vm_path + ".placement.servers=same-core"}});
  return ideas;
}

// The exit and the way back in, whether or not it slept in between.
Ideas against_halts(const Subject& s) {
  if (!halts(s) || s.vm.workload.kind == workload::WorkloadKind::peer) return {};
  Ideas ideas;
  if (s.vm.vcpu.guest_halt_poll.max == Duration::zero())
    ideas.push_back(
        {"let the guest poll before it halts (haltpoll)", {s.vm_path + ".guest_halt_poll.max=200 us"}});
  ideas.push_back(
      {"a guest that polls its used ring does not halt", {s.vm_path + ".workload.completion=poll"}});
  return ideas;
}

Ideas against_crowding(const Subject& s) {
  Ideas ideas;
  if (has_thread(s) && s.vm.placement.servers == vm::PlacementSpec::Servers::same_core)
    ideas.push_back(
        {"put the server on another core than its vcpu", {s.vm_path + ".placement.servers=other-core"}});
  if (s.vm.count > 1)
    ideas.push_back({"fewer VMs on these cores", {fmt::format("{}.count={}", s.vm_path, s.vm.count / 2)}});
  ideas.push_back({"more cores", {}});
  return ideas;
}

Ideas against_exits(const Subject& s) {
  Ideas ideas;
  if (notify::returns_to_userspace(s.device.kick))
    ideas.push_back({"kick by ioeventfd: the exit ends in the kernel",
                     {s.device_path + ".kick=ioeventfd-pio", s.device_path + ".server.kind=iothread"}});
  if (s.device.kick == KickPathKind::ioeventfd_mmio)
    ideas.push_back({"kick by a wildcard MMIO ioeventfd: nothing is decoded",
                     {s.device_path + ".kick=ioeventfd-mmio-wildcard"}});
  if (s.device.queue.suppression == virtqueue::Suppression::flags && s.device.kind != DeviceKind::net)
    ideas.push_back({"negotiate event_idx: fewer kicks and interrupts where several requests are in flight",
                     {s.device_path + ".queue.suppression=event-idx"}});
  return ideas;
}

Ideas against_injection(const Subject& s) {
  Ideas ideas;
  if (!s.vm.vcpu.apicv)
    ideas.push_back({"a virtualised APIC: no exit for the EOI, and a running guest is not kicked out",
                     {s.vm_path + ".apicv=true"}});
  if (s.device.interrupt == notify::InterruptPathKind::ioctl)
    ideas.push_back({"inject by irqfd", {s.device_path + ".interrupt=irqfd"}});
  if (halts(s) && s.vm.workload.kind != workload::WorkloadKind::peer)
    ideas.push_back(
        {"a guest that polls its used ring needs no interrupts", {s.vm_path + ".workload.completion=poll"}});
  return ideas;
}

Ideas against_queueing(const Subject& s) {
  Ideas ideas;
  if (s.device.queues > 1 && s.device.server.kind == ServerKind::iothread && s.device.server.iothreads == 1)
    ideas.push_back({"an iothread for each queue", {s.device_path + ".server.iothreads=0"}});
  if (s.vm.workload.kind == workload::WorkloadKind::closed_loop && s.vm.workload.queue_depth > 1)
    ideas.push_back(
        {"fewer requests in flight: the server is no faster for more, each waits for those before it",
         {fmt::format("{}.workload.queue_depth={}", s.vm_path, s.vm.workload.queue_depth / 2)}});
  return ideas;
}

Ideas against_event_loop(const Subject& s) {
  if (s.device.server.kind != ServerKind::iothread) return {};
  return {{"serve in the kernel by vhost: no epoll, no system calls", {s.device_path + ".server.kind=vhost"}},
          {"let the iothread poll: what comes meanwhile is seen without epoll",
           {s.device_path + ".server.poll=32 us"}}};
}

Ideas against_lines(const Subject& s) {
  Ideas ideas;
  if (has_thread(s) && s.vm.placement.servers != vm::PlacementSpec::Servers::same_core)
    ideas.push_back(
        {"put the server on its vcpu's core: no line moves", {s.vm_path + ".placement.servers=same-core"}});
  if (s.device.queue.layout == device::Layout::split && s.device.kind != DeviceKind::net)
    ideas.push_back({"a packed ring moves fewer lines", {s.device_path + ".queue.layout=packed"}});
  return ideas;
}

Ideas against_locks(const Subject& s) {
  if (s.device.server.kind != ServerKind::vcpu && s.device.server.kind != ServerKind::main_loop) return {};
  return {{"an iothread serves without the global lock",
           {s.device_path + ".kick=ioeventfd-pio", s.device_path + ".server.kind=iothread"}}};
}

Ideas against_polling(const Subject& s) {
  Ideas ideas;
  if (halts(s) && s.vm.vcpu.halt_poll.max > Duration::zero())
    ideas.push_back({"no halt polling", {s.vm_path + ".halt_poll.max=0 us"}});
  return ideas;
}

Ideas ideas_against(Part part, const Subject& s) {
  switch (part) {
    case Part::idle_exit:
    case Part::wake_up:
    case Part::signal:
      return against_sleeping(s);
    case Part::halt:
      return against_halts(s);
    case Part::run_queue:
    case Part::context_switch:
    case Part::background:
      return against_crowding(s);
    case Part::exit:
      return against_exits(s);
    case Part::injection:
      return against_injection(s);
    case Part::queueing:
      return against_queueing(s);
    case Part::event_loop:
      return against_event_loop(s);
    case Part::cache_lines:
      return against_lines(s);
    case Part::lock_wait:
      return against_locks(s);
    case Part::polling:
      return against_polling(s);
    case Part::service:
      return {{"a backend that takes less CPU time a request", {}}};
    case Part::device:
      return {{"a faster device: nothing before or after it counts for as much", {}}};
    case Part::guest_work:
      return {{"less work in the guest: the host has no part in it", {}}};
    default:
      return {};
  }
}

bool is_known(const std::vector<Advice>& advice, const Idea& idea) {
  return std::any_of(advice.begin(), advice.end(),
                     [&](const Advice& a) { return a.text == idea.text && a.settings == idea.settings; });
}

void advise(const Subject& subject, const IsPossible& is_possible, std::vector<Advice>& advice) {
  std::vector<trace::PartInfo> largest(trace::parts.begin(), trace::parts.end());
  std::stable_sort(largest.begin(), largest.end(), [&](const auto& a, const auto& b) {
    return subject.split.share(a.part) > subject.split.share(b.part);
  });
  for (const trace::PartInfo& info : largest) {
    const double share = subject.split.share(info.part);
    if (share < worth_a_thought) break;
    for (Idea& idea : ideas_against(info.part, subject)) {
      if (is_known(advice, idea) || (!idea.settings.empty() && !is_possible(idea.settings))) continue;
      advice.push_back({info.part, share, std::move(idea.text), std::move(idea.settings)});
    }
  }
}

}  // namespace

std::vector<Advice> advise(const Explanation& explanation, const vm::MachineSpec& machine,
                           const IsPossible& is_possible) {
  std::vector<Advice> advice;
  for (std::size_t g = 0; g < machine.vms.size(); ++g) {
    const vm::VmSpec& vm = machine.vms[g];
    for (std::size_t d = 0; d < vm.devices.size(); ++d) {
      if (vm.devices[d].name != vm.workload.device) continue;
      const std::string path = fmt::format("vms[{}]", g);
      advise({explanation.operations[g], vm, vm.devices[d], path, fmt::format("{}.devices[{}]", path, d)},
             is_possible, advice);
    }
  }
  std::stable_sort(advice.begin(), advice.end(),
                   [](const Advice& a, const Advice& b) { return a.share > b.share; });
  if (advice.size() > most) advice.resize(most);
  return advice;
}

}  // namespace kickpath::explain
