#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "device_side.hpp"
#include "driver_side.hpp"

/// Guest and device on two threads over one ring, as Linux tools/virtio/ringtest does: ring_stress [PERCENT
/// [SEED]]. Exit code 1: something was lost, doubled or wrong, in a mode that is named with its seed.
using namespace kickpath::virtqueue::stress;

namespace {

struct Outcome {
  std::string fault;
  double seconds = 0;
  std::uint64_t kicks = 0;
  std::uint64_t interrupts = 0;
};

template <class Sides>
Outcome run(const Mode& mode, std::uint32_t operations, std::uint64_t seed) {
  Shared shared(mode);
  DriverSide<Sides> driver(shared, seed, operations);
  std::string device_fault;
  const auto begin = std::chrono::steady_clock::now();
  std::thread device([&] {
    device_fault = DeviceSide<Sides>(shared, ~seed).serve();
    shared.end();
  });
  const std::string driver_fault = driver.drive();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  shared.end();
  device.join();
  return {driver_fault + (driver_fault.empty() || device_fault.empty() ? "" : "; ") + device_fault,
          took.count(), shared.kick.rings(), shared.interrupt.rings()};
}

void print(const Mode& mode, std::uint32_t operations, const Outcome& outcome) {
  std::printf("%-52s %8u %10.0f %8.4f %8.4f\n", name_of(mode).c_str(), operations,
              operations / outcome.seconds, static_cast<double>(outcome.kicks) / operations,
              static_cast<double>(outcome.interrupts) / operations);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned long percent = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100;
  if (percent == 0) {
    std::fputs("usage: ring_stress [PERCENT [SEED]]\n", stderr);
    return 2;
  }
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  std::printf("%-52s %8s %10s %8s %8s\n", "mode", "requests", "per s", "kicks", "irqs");
  std::uint64_t total = 0;
  for (const Mode& mode : all_modes()) {
    const auto operations = static_cast<std::uint32_t>(operations_of(mode) * percent / 100);
    const Outcome outcome = mode.layout == Layout::packed ? run<PackedSides>(mode, operations, seed)
                                                           : run<SplitSides>(mode, operations, seed);
    print(mode, operations, outcome);
    if (!outcome.fault.empty()) {
      std::printf("FAILED in %s, seed %ju: %s\n", name_of(mode).c_str(), std::uintmax_t{seed},
                  outcome.fault.c_str());
      return 1;
    }
    total += operations;
  }
  std::printf("%ju requests, each back once with its answer; seed %ju\n", std::uintmax_t{total},
              std::uintmax_t{seed});
  return 0;
}
