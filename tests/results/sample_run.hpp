#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "results/run_result.hpp"

/// Replicas with round numbers, so that a test can show its arithmetic.
namespace kickpath::results {

/// 1,000 operations in half a CPU second, each of `latency`.
inline InstanceCounts busy_vm(std::string name, Duration latency) {
  InstanceCounts vm{std::move(name), Counts::zero(), {}};
  vm.counts.ops = 1'000;
  vm.counts.bytes = 4'096'000;
  vm.counts.dropped = 20;
  vm.counts.kicks = 500;
  vm.counts.interrupts = 250;
  vm.counts.light_exits = 750;
  vm.counts.full_exits = 100;
  vm.counts.partial_exits = 300;
  vm.counts.ipis = 125;
  vm.counts.context_switches = 600;
  vm.counts.line_transfers = 2'000;
  vm.counts.cpu_time = literals::operator""_ms(500);
  for (int i = 0; i < 1'000; ++i) vm.latency.add(latency);
  return vm;
}

inline Replica busy_replica(std::vector<InstanceCounts> vms) {
  using namespace kickpath::literals;
  return {2_s, std::move(vms), {{CoreId{0}, 1_s, {{"vm0/vcpu0", 800_ms}, {"vm0/ring", 200_ms}}}}};
}

inline RunIdentity identity_of_test() {
  return {"sim",   {"two-vms", "aa11"}, Source{"host-a", "bb22"}, 7, {{"kickpath", "0.1.0"}},
          nullptr, {}};
}

inline RunResult run_of(std::vector<Replica> replicas) { return summarize_run(identity_of_test(), replicas); }

}  // namespace kickpath::results
