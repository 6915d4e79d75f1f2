#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "results/latency_histogram.hpp"
#include "results/observed.hpp"
#include "time/duration.hpp"
#include "time/ids.hpp"

/// What one world saw during one measured interval. Every world fills these; run_result.hpp makes figures of
/// them.
namespace kickpath::results {

using Count = Observed<std::uint64_t>;

/// What one VM did. Whatever a world cannot observe, it leaves unset; all of it can be subtracted (end -
/// warm-up).
struct Counts {
  Count ops;            ///< requests reaped by the guest (`completion: none`: requests served by the device)
  Count bytes;          ///< payload of those
  Count dropped;        ///< open loop: arrivals beyond `limit` in flight
  Count kicks;          ///< driver to device notifications that left the guest
  Count interrupts;     ///< device to driver notifications that were sent
  Count light_exits;    ///< exits that KVM handled without leaving the vcpu's context
  Count full_exits;     ///< exits that returned to userspace
  Count partial_exits;  ///< context switches away from a vcpu, to the idle task too
  Count ipis;           ///< sent by this VM's vcpu and server threads, and on their behalf
  Count context_switches;  ///< away from this VM's vcpu and server threads (Linux: nvcsw + nivcsw)
  Count line_transfers;    ///< ring cache lines fetched from another core
  Count boots;            ///< guests that have reached their root file system, since the beginning of the run
  Count routing_updates;  ///< of the GSI routing table, by those boots
  Observed<Duration> boot_time;  ///< of those boots, added up
  Count packets_sent;            ///< network: by the guest, through its device
  Count packets_received;        ///< network: by the guest, into its ring
  Observed<Duration>
      cpu_time;  ///< run time of vcpu and server threads, halt polling included (Linux: sum_exec_runtime)

  /// For a world that observes all of it.
  static Counts zero();

  Counts& operator+=(const Counts& other);
  Counts& operator-=(const Counts& earlier);
  friend Counts operator+(Counts a, const Counts& b) { return a += b; }
  friend Counts operator-(Counts end, const Counts& start) { return end -= start; }
  friend bool operator==(const Counts&, const Counts&) = default;
};

struct InstanceCounts {
  std::string name;  ///< of the VM instance, "vm0"
  Counts counts;
  LatencyHistogram latency;  ///< left empty by a world or workload that observes none
};

struct CoreUse {
  CoreId id;
  Duration busy{};  ///< any task on the core, hogs included
  std::vector<std::pair<std::string, Duration>>
      by;              ///< run time of each task; a task may be named more than once
  std::string host{};  ///< that it is a core of; empty: there is one host
};

struct Replica {
  Duration measured{};              ///< length of the interval, above 0
  std::vector<InstanceCounts> vms;  ///< the same names in the same order in every replica of a run
  std::vector<CoreUse> cores;       ///< likewise; empty where the world cannot observe cores

  /// Adds another interval of the same machine.
  Replica& operator+=(const Replica& other);
};

}  // namespace kickpath::results
