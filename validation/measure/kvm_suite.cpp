#include "measure/kvm_suite.hpp"

#include <array>
#include <fmt/format.h>

#include "measure/bench_guest_events.hpp"
#include "measure/bench_interrupts.hpp"
#include "measure/bench_kick_wakes.hpp"
#include "measure/host_suite.hpp"

namespace kickpath::measure {

namespace {

using notify::InterruptPathKind;
using notify::KickPathKind;
using Host = std::shared_ptr<const KvmHost>;

struct KickInfo {
  KickPathKind path;
  const char* name;
  const char* measures;
};

constexpr std::array kicks{
    KickInfo{KickPathKind::ioeventfd_pio, "kick.ioeventfd_pio",
             "ring 3 before OUT -> after; nobody waits on the eventfd"},
    KickInfo{KickPathKind::ioeventfd_mmio, "kick.ioeventfd_mmio",
             "ring 3 before an MMIO store of 4 bytes -> after; nobody waits on the eventfd"},
    KickInfo{KickPathKind::ioeventfd_mmio_wildcard, "kick.ioeventfd_mmio_wildcard",
             "ring 3 before an MMIO store -> after; the ioeventfd has length 0, nobody waits on it"},
    KickInfo{KickPathKind::userspace_pio, "exit.userspace_pio",
             "ring 3 before OUT -> after; KVM_RUN returns and is called again at once"},
    KickInfo{KickPathKind::userspace_mmio, "exit.userspace_mmio",
             "ring 3 before an MMIO store -> after; KVM_RUN returns and is called again at once"},
};

void need(const KvmHost& host, int capability, const char* name) {
  if (!host.kvm.has(capability)) throw CannotMeasure(fmt::format("this KVM lacks {}", name));
}

Group kick_group(const Host& host, const KickInfo& kick) {
  Group group;
  group.entries = {{kick.name, kick.measures}};
  group.run = [host, path = kick.path](Bench& bench) {
    if (path == KickPathKind::ioeventfd_mmio_wildcard)
      need(*host, KVM_CAP_IOEVENTFD_NO_LENGTH, "KVM_CAP_IOEVENTFD_NO_LENGTH");
    return std::vector{time_kicks(bench, *host, path)};
  };
  return group;
}

Group kick_on_same_core_group(const Host& host) {
  Group group;
  group.entries = {
      {"kick.wake.same_core.thread",
       "ring 3 before OUT -> epoll_wait(2) returned in a thread that sleeps on the vcpu's own core; those in "
       "which it "
       "ran before the guest went on"},
      {"kick.wake.same_core.back",
       "that epoll_wait(2) returned -> the guest runs on; the thread reads the event and sleeps again"},
      {"kick.wake.same_core.preempted", "1 if the thread ran before the guest went on, else 0", "1"}};
  group.run = [host](Bench& bench) { return time_kicks_on_same_core(bench, *host); };
  return group;
}

Group kick_to_other_core_group(const Host& host) {
  Group group;
  group.entries = {
      {"kick.wake.idle_other_core.thread",
       "ring 3 before OUT -> epoll_wait(2) returned in a thread that sleeps on another core, idle for 40 us"},
      {"kick.wake.idle_other_core.guest", "ring 3 before that OUT -> after"}};
  group.cores = 2;
  group.run = [host](Bench& bench) { return time_kicks_to_other_core(bench, *host); };
  return group;
}

using TimeEvents = Samples (*)(Bench&, const KvmHost&);

Group event_group(const Host& host, const char* name, const char* measures, TimeEvents time) {
  Group group;
  group.entries = {{name, measures}};
  group.run = [host, time](Bench& bench) { return std::vector{time(bench, *host)}; };
  return group;
}

struct TargetInfo {
  Target target;
  const char* name;
  const char* state;
};

constexpr std::array targets{
    TargetInfo{Target::guest_mode, "guest_mode", "a vcpu in guest mode on another core"},
    TargetInfo{Target::halt_polling, "halt_polling", "a halted vcpu that KVM polls for, on another core"},
    TargetInfo{Target::blocked, "blocked", "a halted vcpu whose thread sleeps, its core idle"},
};

Group delivery_group(const Host& host, InterruptPathKind path, const TargetInfo& info, bool is_same_core) {
  const bool is_irqfd = path == InterruptPathKind::irqfd;
  const std::string call = is_irqfd ? "write(2) of an irqfd" : "ioctl(KVM_SIGNAL_MSI)";
  const std::string prefix = fmt::format("interrupt.{}.{}{}.", is_irqfd ? "irqfd" : "ioctl", info.name,
                                         is_same_core ? ".same_core" : "");
  const std::string to =
      is_same_core ? "a halted vcpu whose thread sleeps, on the sender's core" : info.state;
  Group group;
  group.entries = {
      {prefix + "sender", fmt::format("{} called -> returned; to {}", call, to)},
      {prefix + "handler",
       fmt::format("{} called -> the guest's handler looks at the counter; to {}", call, to)},
      {prefix + "seen",
       fmt::format("{} called -> ring 3 knows, after handler, EOI and return; to {}", call, to)}};
  if (is_same_core) {
    group.entries.push_back(
        {prefix + "preempted", "1 if the guest's handler ran before the call returned, else 0", "1"});
    group.entries.push_back(
        {prefix + "handler_after_sender",
         fmt::format("{} returned, its caller goes to sleep -> the guest's handler looks at the "
                     "counter; {}, in which it did not preempt",
                     call, to)});
  }
  group.cores = is_same_core ? 1 : 2;
  group.do_vcpus_halt = info.target != Target::guest_mode;
  group.run = [host, path, target = info.target, is_same_core](Bench& bench) {
    const CoreId home = bench.cores().home;
    Delivery d = deliver_interrupts(bench, *host, target, path, home,
                                    is_same_core ? home : bench.cores().other.value_or(home));
    std::vector samples{std::move(d.sender), std::move(d.handler), std::move(d.seen)};
    if (!is_same_core) return samples;
    samples.push_back(std::move(d.preempted));
    samples.push_back(std::move(d.handler_after_sender));
    return samples;
  };
  return group;
}

}  // namespace

std::vector<Group> kvm_suite(const Host& host) {
  std::vector<Group> groups;
  for (const KickInfo& kick : kicks) groups.push_back(kick_group(host, kick));
  groups.push_back(kick_on_same_core_group(host));
  groups.push_back(kick_to_other_core_group(host));
  for (const InterruptPathKind path : {InterruptPathKind::irqfd, InterruptPathKind::ioctl})
    for (const TargetInfo& target : targets) groups.push_back(delivery_group(host, path, target, false));
  groups.push_back(delivery_group(host, InterruptPathKind::irqfd, targets[2], true));
  groups.push_back(event_group(host, "interrupt.eoi",
                               "ring 3 before a store to the LAPIC's EOI register -> after",
                               time_end_of_interrupt));
  groups.push_back(event_group(
      host, "halt.service", "ring 3 before int3 -> after: into ring 0, a test of the interrupt flag, IRETQ",
      time_halt_service));
  groups.push_back(
      event_group(host, "halt.timer",
                  "ring 3 before int3 -> after: the deadline timer is armed for the past, HLT, its interrupt "
                  "with EOI, twice IRETQ: halt entry, without a wait",
                  [](Bench& bench, const KvmHost& kvm) {
                    need(kvm, KVM_CAP_TSC_DEADLINE_TIMER, "KVM_CAP_TSC_DEADLINE_TIMER");
                    return time_timed_halt(bench, kvm);
                  }));
  return groups;
}

std::vector<Group> whole_suite() {
  std::vector<Group> groups = host_suite();
  const std::vector<Group> kvm = kvm_suite(std::make_shared<const KvmHost>());
  groups.insert(groups.end(), kvm.begin(), kvm.end());
  return groups;
}

std::vector<Group> kvm_suite_listed() { return kvm_suite(nullptr); }

}  // namespace kickpath::measure
