#include <benchmark/benchmark.h>

#include "doorbell_run.hpp"

using namespace kickpath;

namespace {

constexpr Duration simulated{5'000'000'000'000};  // 5 s

void doorbell(benchmark::State& state, bench::DoorbellRun run) {
  bench::SimulationSpeed speed{};
  for (auto _ : state) {
    speed = bench::simulate(run, simulated);
    state.SetIterationTime(speed.processor_seconds);
  }
  state.counters["ops_per_second"] = speed.operations_per_second();
  state.counters["times_real_time"] = speed.times_real_time();
  state.counters["simulated_ops_per_s"] = static_cast<double>(speed.operations) / speed.simulated_seconds;
}

using enum bench::Servers;

}  // namespace

// Simulated operations per second of processor time. The first is the one with a bar (engine_ratios.cpp).
BENCHMARK_CAPTURE(doorbell, one_vm_qd1_other_core, {1, 1, other_core})->UseManualTime();
BENCHMARK_CAPTURE(doorbell, one_vm_qd1_same_core, {1, 1, same_core})->UseManualTime();
BENCHMARK_CAPTURE(doorbell, one_vm_qd16_other_core, {1, 16, other_core})->UseManualTime();
BENCHMARK_CAPTURE(doorbell, one_vm_qd16_same_core, {1, 16, same_core})->UseManualTime();
BENCHMARK_CAPTURE(doorbell, four_vms_qd1_other_core, {4, 1, other_core})->UseManualTime();
BENCHMARK_CAPTURE(doorbell, four_vms_qd1_same_core, {4, 1, same_core})->UseManualTime();
