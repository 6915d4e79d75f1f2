#pragma once
#include <cstdint>
#include <vector>

#include "results/measurement.hpp"
#include "vm/machine.hpp"

namespace kickpath::scenario {

/// Listens to the probes of a machine and counts what each VM does. Outlives the run; subscribes at its
/// construction.
class Recorder {
 public:
  explicit Recorder(vm::Machine& machine);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// What came before does not count: the end of the warm-up.
  void begin(Instant now);

  /// What happened since begin().
  results::Replica end(Instant now) const;

 private:
  struct Tally {
    std::uint64_t ops = 0, bytes = 0, dropped = 0, kicks = 0, interrupts = 0;
    std::uint64_t packets_sent = 0, packets_received = 0;
    std::uint64_t exits = 0, full_exits = 0, partial_exits = 0;
    std::uint64_t ipis = 0, context_switches = 0, line_transfers = 0;
    Duration cpu_time{};
    results::LatencyHistogram latency;
  };
  struct Boots {  ///< since the beginning of the run: the warm-up does not forget them
    std::uint64_t boots = 0, routing_updates = 0;
    Duration time{};
  };
  struct CoreUsage {
    host::HostCore& core;
    std::string host;  ///< its name, where there are two
    std::vector<std::pair<const host::Task*, Duration>> by;
  };

  void listen_to_vms();
  void listen_to_host(host::Host& host);
  Tally* tally_of(const host::Task* task);
  Tally& tally_of(const vcpu::Vcpu& vcpu);
  std::vector<Duration> cpu_times() const;
  std::vector<CoreUsage> core_usage() const;
  static results::CoreUse core_use(const CoreUsage& before);
  template <class Act>
  void for_each_host(Act act) const {
    for (HostId id = first_host; id.value < machine_.host_count(); ++id.value) act(machine_.host(id));
  }

  vm::Machine& machine_;
  std::vector<Tally> tallies_;
  std::vector<Boots> boots_;
  std::vector<Duration> cpu_before_;
  std::vector<CoreUsage> usage_before_;
  Instant begun_{};
};

}  // namespace kickpath::scenario
