#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "hostfacts/host_record.hpp"
#include "vm/machine_spec.hpp"
#include "vmm/kvm.hpp"

/// What a scenario asks for and this host or this world does not have, found before anything starts.
namespace kickpath::vmm {

/// Where in the scenario file: keys, and numbers in lists.
using Where = std::vector<std::variant<std::string, std::size_t>>;

struct Refusal {
  Where where;
  std::string message;
};

/// What there is to run on.
struct Limits {
  std::vector<unsigned> cpus;                   ///< that this process may use
  std::vector<std::vector<unsigned>> siblings;  ///< of each of them, itself included; empty: not known
  std::optional<hostfacts::SchedulerFact> scheduler;
  std::optional<std::int64_t> hz;
  std::uint32_t max_vcpus = 0;
  bool has_ioeventfd = false;
  bool has_wildcard_ioeventfd = false;  ///< of length 0: KVM_CAP_IOEVENTFD_NO_LENGTH
  bool has_irqfd = false;
  bool has_signal_msi = false;
  bool has_halt_poll = false;  ///< of one VM: KVM_CAP_HALT_POLL
  bool has_deadline_timer = false;
  std::optional<bool> has_apicv;  ///< unknown where no module parameter says so
};

Limits limits_of(const Kvm& kvm, const hostfacts::HostRecord& host);

std::vector<Refusal> refusals(const vm::MachineSpec& spec, const Limits& limits);

/// Those of them that any VMM with the bare-metal guest on this host has: all but what devices are concerned.
std::vector<Refusal> refusals_of_host(const vm::MachineSpec& spec, const Limits& limits);

/// What the host does in its own way without making the run impossible: told, and kept with the result.
std::vector<std::string> differences(const vm::MachineSpec& spec, const Limits& limits,
                                     const hostfacts::HostRecord& host);

}  // namespace kickpath::vmm
