#pragma once
#include <string>
#include <vector>

#include "scenario/scenario_spec.hpp"

/// What of a scenario may be chosen beside the cores: scheduler policy, polling.
namespace kickpath::placement {

/// What is varied.
struct Varying {
  bool vcpus = false, servers = false;  ///< their cores
  bool policy = false;                  ///< of the host's scheduler
  bool poll = false;                    ///< of the iothreads
  bool halt_poll = false;               ///< of KVM
};

/// One choice of all of them.
struct Settings {
  std::vector<std::string> changes;  ///< "policy colocate"; none: as given
  std::vector<std::size_t> choices;  ///< number of the alternative of each, 0 as given
  scenario::ScenarioSpec spec;       ///< with the placement as given
};

/// Every combination that a scenario takes, the given one first. Policies: all of the catalogue; poll of
/// iothreads: 0 us, 32 us (32,768 ns is QEMU's default, iothread.c IOTHREAD_POLL_MAX_NS_DEFAULT) and always;
/// halt_poll.max: 0 us, 50 us, 200 us (KVM's default, arch/x86/include/asm/kvm_host.h
/// KVM_HALT_POLL_NS_DEFAULT). `problem` says what there is nothing to vary of.
std::vector<Settings> all_settings(const scenario::ScenarioSpec& given, const Varying& varying,
                                   std::string& problem);

}  // namespace kickpath::placement
