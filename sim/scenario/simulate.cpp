#include "scenario/simulate.hpp"

#include <algorithm>

#include "scenario/recorder.hpp"

namespace kickpath::scenario {

namespace {

// How often progress is told: a slice is short enough in real time for a signal to be answered at once.
constexpr std::int64_t least_slices = 100;
constexpr Duration longest_slice{20'000'000'000};  // 20 ms

using Tell = std::function<void(Instant)>;

void advance(engine::Simulation& simulation, Instant end, const Tell& tell) {
  const Duration slice = std::min((end - simulation.now()) / least_slices + Duration{1}, longest_slice);
  while (simulation.now() < end) {
    simulation.run_until(std::min(simulation.now() + slice, end));
    tell(simulation.now());
  }
}

results::Replica run_replica(const ScenarioSpec& spec, const cost::CostProfile& profile, std::uint32_t number,
                             const Tell& tell, const MakeListener& make_listener) {
  engine::Simulation simulation(replica_seed(spec.run.seed, number));
  vm::Machine machine(simulation, spec.machine, profile);
  const auto listener = make_listener ? make_listener(simulation, machine, number) : nullptr;
  Recorder recorder(machine);
  const Tell tell_all = [&](Instant now) {
    if (listener) listener->advanced();
    tell(now);
  };
  const Instant measured_from{spec.run.warmup};
  advance(simulation, measured_from, tell_all);
  recorder.begin(measured_from);
  if (listener) listener->begin(measured_from);
  advance(simulation, measured_from + spec.run.duration, tell_all);
  if (listener) listener->end(simulation.now());
  return recorder.end(simulation.now());
}

}  // namespace

// splitmix64's increment: neighbouring seeds and replicas share no stream.
std::uint64_t replica_seed(std::uint64_t seed, std::uint32_t replica) {
  return seed + replica * 0x9e3779b97f4a7c15u;
}

std::vector<results::Replica> simulate(const ScenarioSpec& spec, const cost::CostProfile& profile,
                                       const Progress& progress, const MakeListener& make_listener) {
  std::vector<results::Replica> replicas;
  for (std::uint32_t i = 0; i < spec.run.replicas; ++i) {
    const auto tell = [&](Instant now) {
      const double done =
          to_seconds(now.time_since_epoch()) / to_seconds(spec.run.warmup + spec.run.duration);
      if (progress) progress((i + done) / spec.run.replicas);
    };
    replicas.push_back(run_replica(spec, profile, i, tell, make_listener));
  }
  return replicas;
}

}  // namespace kickpath::scenario
