#include "measure/bench_guest_events.hpp"

#include <chrono>
#include <thread>

#include "measure/probe_vm.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;
using protocol::ProgramKind;

namespace {

constexpr std::size_t room = 50'000;

/// On the other core, where there is one: whoever waits here disturbs nothing.
Samples time_events(Bench& bench, const KvmHost& host, ProbeSpec spec) {
  spec.core = bench.cores().other.value_or(bench.cores().home);
  spec.sample_room = room;
  ProbeVm vm(host.kvm, host.rates, spec);
  vm.start();
  while (!vm.has_ended() && bench.goes_on(vm.samples_taken())) {
    vm.check();
    std::this_thread::sleep_for(1ms);
  }
  vm.check();
  Samples samples;
  const std::uint64_t taken = vm.samples_taken();
  for (std::uint64_t i = 0; i < taken; ++i)
    samples.values.push_back(bench.to_ns(vm.sample(i).ended - vm.sample(i).begun));
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
