#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using notify::KickPathKind;

namespace {

constexpr Duration length = 2_ms;

/// One doorbell after the other takes `expected`. The vcpu is switched in at the start; the rest of the run
/// is doorbells.
void check_doorbell(KickPathKind kick, Duration expected) {
  const ObservedRun run = run_machine(doorbell(kick), ps::profile(), length);
  CHECK(run.steady_latency(0) == expected);
  const Duration start = ps::sched_switch + ps::vcpu_in;
  CHECK(static_cast<std::int64_t>(run.latencies.size()) == (length - start) / expected);
  CHECK(run.completions.front() == Instant{start + expected});
}

}  // namespace

TEST_CASE("A doorbell by ioeventfd costs the exit of its kind and the signal") {
  check_doorbell(KickPathKind::ioeventfd_pio, ps::exit_pio + ps::eventfd_signal);
  check_doorbell(KickPathKind::ioeventfd_mmio, ps::exit_pio + ps::exit_mmio_decode + ps::eventfd_signal);
  check_doorbell(KickPathKind::ioeventfd_mmio_wildcard, ps::exit_mmio_wildcard + ps::eventfd_signal);
  check_doorbell(KickPathKind::ioeventfd_hypercall, ps::exit_hypercall + ps::eventfd_signal);
}

TEST_CASE("A doorbell by way of userspace costs the return there, and the system call that signals") {
  const Duration userspace = ps::exit_userspace + ps::syscall + ps::eventfd_signal;
  check_doorbell(KickPathKind::userspace_pio, ps::exit_pio + userspace);
  check_doorbell(KickPathKind::userspace_mmio, ps::exit_pio + ps::exit_mmio_decode + userspace);
}

TEST_CASE("Guest work before each doorbell is not part of its latency but of its period") {
  vm::MachineSpec machine = doorbell(KickPathKind::ioeventfd_pio);
  machine.vms[0].workload.compute = Distribution::fixed(7'000'003_ps);
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  const Duration kick = ps::exit_pio + ps::eventfd_signal;
  CHECK(run.steady_latency(0) == kick);
  CHECK(run.completions[1] - run.completions[0] == 7'000'003_ps + kick);
}

TEST_CASE("A doorbell is one kick and one exit; only by userspace is it a full one") {
  const ObservedRun light = run_machine(doorbell(KickPathKind::ioeventfd_mmio), ps::profile(), length);
  CHECK(light.kicks - light.latencies.size() <= 1);  // the last one may be on its way
  CHECK(light.exits.at(vcpu::ExitKind::mmio) == light.kicks);
  CHECK(light.all_exits() == light.kicks);
  CHECK(light.full_exits == 0);
  const ObservedRun full = run_machine(doorbell(KickPathKind::userspace_pio), ps::profile(), length);
  CHECK(full.exits.at(vcpu::ExitKind::pio) == full.kicks);
  CHECK(full.kicks - full.full_exits <= 1);
}

TEST_CASE("A tick steals its cost from the doorbell that it hits") {
  cost::CostProfile profile = ps::profile();
  profile.hz = 1000;
  profile[Component::sched_tick].value = Distribution::fixed(2'000'003_ps);
  const ObservedRun run = run_machine(doorbell(KickPathKind::ioeventfd_pio), profile, 3_ms + 500_us);
  Duration stolen{};
  for (const Duration latency : run.latencies) stolen += latency - (ps::exit_pio + ps::eventfd_signal);
  CHECK(stolen == 3 * 2'000'003_ps);  // at 1, 2 and 3 ms
}
