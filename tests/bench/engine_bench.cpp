#include <benchmark/benchmark.h>

#include "blocking_step.hpp"

using namespace kickpath;

namespace {

constexpr std::uint64_t steps = 1'000'000;

template <double (*step)(std::uint64_t actors, std::uint64_t steps)>
void blocking_step(benchmark::State& state) {
  const auto actors = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) state.SetIterationTime(step(actors, steps) * 1e-9 * static_cast<double>(steps));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(steps));
}

void memory(benchmark::State& state) {
  double bytes = 0;
  for (auto _ : state) bytes = bench::bytes_per_actor(static_cast<std::uint64_t>(state.range(0)));
  state.counters["bytes_per_actor"] = bytes;
}

// What a model charges its costs with while nothing else happens.
void undisturbed_delay(benchmark::State& state) {
  engine::Simulation simulation;
  simulation.spawn("alone", [&] {
    for (auto _ : state) simulation.delay(Duration{1'000});
  });
  simulation.run();
}

void simulation_from_nothing(benchmark::State& state) {
  for (auto _ : state) {
    engine::Simulation simulation;
    simulation.spawn("a", [&] { simulation.delay(Duration{1'000}); });
    simulation.run();
  }
}

void actors(benchmark::internal::Benchmark* steps_of) {
  steps_of->Arg(2)->RangeMultiplier(4)->Range(16, 1024)->UseManualTime();
}

}  // namespace

BENCHMARK(blocking_step<bench::engine_step>)->Name("blocking_step/engine")->Apply(actors);
BENCHMARK(blocking_step<bench::loop_step<bench::ReferenceLoop>>)
    ->Name("blocking_step/reference")
    ->Apply(actors);
BENCHMARK(blocking_step<bench::loop_step<bench::DirectLoop>>)->Name("blocking_step/direct")->Apply(actors);
BENCHMARK(undisturbed_delay);
BENCHMARK(simulation_from_nothing);
BENCHMARK(memory)->Arg(10'000)->Iterations(1);
