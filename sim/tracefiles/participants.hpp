#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "tracefiles/step.hpp"
#include "tracefiles/trace_event.hpp"

namespace kickpath::tracefiles {

enum class Whereabouts : std::uint8_t { unknown, running, preempted, asleep };

/// A thread that takes part in kicks: a vcpu, or one that vcpus wake.
struct Participant {
  ThreadId thread;
  Role role = Role::server;
  std::optional<std::uint32_t> apic_id{};  ///< of a vcpu, once its events told it
  std::vector<ThreadId> peers{};           ///< whom a server serves

  Whereabouts whereabouts = Whereabouts::unknown;
  std::optional<Cpu> waker_cpu{};   ///< since it was woken by a participant
  bool has_signalled = false;       ///< kicked or raised, and woke nobody since
  std::optional<ThreadId> woken{};  ///< by that, and not yet enqueued
  bool is_interrupt_unanswered = false;
  bool was_interrupted_while_out = false;

  /// What a gap in the trace makes unsure.
  void forget() {
    whereabouts = Whereabouts::unknown;
    waker_cpu.reset();
    woken.reset();
    has_signalled = is_interrupt_unanswered = was_interrupted_while_out = false;
  }

  /// Who is woken slept, as far as one can know at a trace's beginning.
  void was_woken() {
    if (whereabouts == Whereabouts::unknown) whereabouts = Whereabouts::asleep;
  }

  void add_peer(ThreadId peer) {
    constexpr std::size_t most = 256;
    if (peers.size() < most && std::find(peers.begin(), peers.end(), peer) == peers.end())
      peers.push_back(peer);
  }
};

class Participants {
 public:
  Participant* find(ThreadId thread) {
    const auto found = all_.find(thread.value);
    return found == all_.end() ? nullptr : &found->second;
  }

  /// A thread once seen as a vcpu stays one.
  Participant& vcpu(ThreadId thread) {
    Participant& one = server(thread);
    one.role = Role::vcpu;
    return one;
  }

  Participant& server(ThreadId thread) {
    Participant& one = all_[thread.value];
    one.thread = thread;
    return one;
  }

  /// Whom an interrupt of this server for this APIC id meets: the one vcpu among its peers, or else the one
  /// of all, that has the id; a peer whose id nobody knows may have it. Null where there is a choice, as with
  /// the same id in several VMs.
  Participant* target_of(const Participant& server, std::uint32_t apic_id) {
    std::vector<Participant*> found;
    for (const ThreadId peer : server.peers) {
      Participant* one = find(peer);
      if (one && one->role == Role::vcpu && one->apic_id.value_or(apic_id) == apic_id) found.push_back(one);
    }
    if (found.empty())
      for (auto& [_, one] : all_)
        if (one.role == Role::vcpu && one.apic_id == apic_id) found.push_back(&one);
    return found.size() == 1 ? found.front() : nullptr;
  }

  void forget() {
    for (auto& [_, one] : all_) one.forget();
  }

 private:
  std::unordered_map<std::int32_t, Participant> all_;
};

}  // namespace kickpath::tracefiles
