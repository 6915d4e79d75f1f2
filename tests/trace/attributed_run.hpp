#pragma once
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "trace/attribution/attribution.hpp"

namespace kickpath::testing {

/// What a machine does from `warmup` on, for `length`.
inline trace::Attribution attribute(const vm::MachineSpec& spec, const cost::CostProfile& profile,
                                    Duration warmup, Duration length, std::uint64_t seed = 1) {
  engine::Simulation simulation(seed);
  vm::Machine machine(simulation, spec, profile);
  trace::Attributor attributor(simulation, machine, spec);
  simulation.run_until(Instant{warmup});
  attributor.begin(simulation.now());
  simulation.run_until(Instant{warmup + length});
  return attributor.end(simulation.now());
}

/// By name, what is there; of an operation in the mean, in whole picoseconds.
using Parts = std::map<std::string, std::int64_t>;

inline Parts parts_of(const trace::Split& split, std::uint64_t operations = 1) {
  Parts parts;
  for (const trace::PartInfo& info : trace::parts)
    if (const Duration d = split[info.part]; d != Duration::zero())
      parts[std::string(info.name)] = d.count() / static_cast<std::int64_t>(operations);
  return parts;
}
inline Parts parts_of(const trace::OperationTime& time) { return parts_of(time.split, time.operations); }

/// The bars: parts sum to the latency, and to each core's time, to the picosecond.
inline void check_sums(const trace::Attribution& attribution) {
  for (const trace::OperationTime& time : attribution.operations) CHECK(time.split.sum() == time.latency);
  for (const trace::CoreTime& core : attribution.cores) {
    CAPTURE(core.id.value);
    CHECK(core.split.sum() == attribution.measured);
  }
}

}  // namespace kickpath::testing
