#include "measure/bench_guest_events.hpp"

#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <thread>
#include <utility>

#include "measure/probe_vm.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;
using protocol::ProgramKind;

namespace {

constexpr std::size_t room = 50'000;
constexpr std::chrono::seconds patience{10};

/// Waits until the guest has no more room, or the time is up.
void wait_for_samples(Bench& bench, const ProbeVm& vm, std::size_t taken_before) {
  auto last_change = std::chrono::steady_clock::now();
  std::uint64_t seen = 0;
  while (!vm.has_ended() && bench.goes_on(taken_before + seen)) {
    vm.check();
    std::this_thread::sleep_for(1ms);
    const auto now = std::chrono::steady_clock::now();
    if (vm.samples_taken() != std::exchange(seen, vm.samples_taken())) last_change = now;
    if (now - last_change > patience)
      throw std::runtime_error(
          fmt::format("the guest took no sample within {} s, after {}", patience.count(), seen));
  }
  vm.check();
}

/// On the other core, where there is one: whoever waits here disturbs nothing. As many VMs as the time
/// allows: where exits are cheap, one fills its room in a few ms, over which no foreign load can be told.
Samples time_events(Bench& bench, const KvmHost& host, ProbeSpec spec) {
  spec.core = bench.cores().other.value_or(bench.cores().home);
  spec.sample_room = room;
  Samples samples;
  do {
    ProbeVm vm(host.kvm, host.rates, spec);
    vm.start();
    wait_for_samples(bench, vm, samples.values.size());
    const std::uint64_t taken = vm.samples_taken();
    for (std::uint64_t i = 0; i < taken; ++i)
      samples.values.push_back(bench.to_ns(vm.sample(i).ended - vm.sample(i).begun));
  } while (bench.goes_on(samples.values.size()));
  return samples;
}

}  // namespace

Samples time_kicks(Bench& bench, const KvmHost& host, notify::KickPathKind path) {
  ProbeSpec spec;
  spec.program = ProgramKind::kick;
  spec.kick = path;
  return time_events(bench, host, spec);
}

Samples time_end_of_interrupt(Bench& bench, const KvmHost& host) {
  ProbeSpec spec;
  spec.program = ProgramKind::end_of_interrupt;
  return time_events(bench, host, spec);
}

Samples time_halt_service(Bench& bench, const KvmHost& host) {
  ProbeSpec spec;
  spec.program = ProgramKind::halt_service;
  return time_events(bench, host, spec);
}

Samples time_timed_halt(Bench& bench, const KvmHost& host) {
  ProbeSpec spec;
  spec.program = ProgramKind::timed_halt;
  return time_events(bench, host, spec);
}

}  // namespace kickpath::measure
