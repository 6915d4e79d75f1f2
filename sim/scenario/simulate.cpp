#include "scenario/simulate.hpp"

#include "scenario/recorder.hpp"

namespace kickpath::scenario {

namespace {

constexpr int slices = 20;  // how often progress is told, per replica

// splitmix64's increment: neighbouring seeds and replicas share no stream.
std::uint64_t seed_of(std::uint64_t seed, std::uint32_t replica) {
  return seed + replica * 0x9e3779b97f4a7c15u;
}

/// Runs to `end` in slices; `done` is what was done before, `share` what this part is worth.
void advance(engine::Simulation& simulation, Instant end, const std::function<void(double)>& tell) {
  const Instant begin = simulation.now();
  for (int i = 1; i <= slices; ++i) {
    simulation.run_until(begin + (end - begin) / slices * i);
    tell(static_cast<double>(i) / slices);
  }
  simulation.run_until(end);
}

results::Replica run_replica(const ScenarioSpec& spec, const cost::CostProfile& profile, std::uint64_t seed,
                             const std::function<void(double)>& tell) {
  engine::Simulation simulation(seed);
  vm::Machine machine(simulation, spec.machine, profile);
  Recorder recorder(machine);
  const Instant measured_from{spec.run.warmup};
  const Instant end = measured_from + spec.run.duration;
  simulation.run_until(measured_from);
  recorder.begin(measured_from);
  advance(simulation, end, tell);
  return recorder.end(end);
}

}  // namespace

std::vector<results::Replica> simulate(const ScenarioSpec& spec, const cost::CostProfile& profile,
                                       const Progress& progress) {
  std::vector<results::Replica> replicas;
  for (std::uint32_t i = 0; i < spec.run.replicas; ++i) {
    const auto tell = [&](double done) {
      if (progress) progress((i + done) / spec.run.replicas);
    };
    replicas.push_back(run_replica(spec, profile, seed_of(spec.run.seed, i), tell));
  }
  return replicas;
}

}  // namespace kickpath::scenario
