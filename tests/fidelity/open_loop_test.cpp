#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Requests that arrive every 100 us at a vcpu which serves them itself, and halts in between on its own
/// timer.
namespace {

constexpr Duration between = 100_us;
constexpr Duration length = 3_ms;

vm::MachineSpec open_loop() {
  vm::MachineSpec machine = one_synchronous_vm();
  machine.vms[0].workload.kind = workload::WorkloadKind::open_loop;
  machine.vms[0].workload.arrivals = Distribution::fixed(between);
  machine.vms[0].workload.limit = 4;
  return machine;
}

// The timer's interrupt wakes the halted vcpu on its own idle core (nobody there pays for the wake-up
// itself).
constexpr Duration timer_wakes =
    ps::idle_exit + ps::sched_switch + ps::unblock + ps::inject + ps::eoi + ps::irq_return;
constexpr Duration request = ps::post + ps::kick_test + ps::exit_pio + ps::exit_userspace + ps::pop +
                             ps::push + ps::interrupt_test + ps::reap;

}  // namespace

TEST_CASE("An arrival while the guest is halted waits for the timer's wake-up, and is then served") {
  const ObservedRun run = run_machine(open_loop(), ps::profile(), length);
  CHECK(run.steady_latency(0) == timer_wakes + request);
  CHECK(run.completions[7] - run.completions[6] == between);
  // One exit to arm the timer, one for HLT, one for the EOI, one to kick.
  CHECK(run.exits.at(vcpu::ExitKind::msr) - run.latencies.size() <= 1);
  CHECK(run.exits.at(vcpu::ExitKind::eoi) == run.latencies.size());
  CHECK(run.dropped == 0);
}

TEST_CASE("With a virtualised APIC the timer's EOI is free") {
  vm::MachineSpec machine = open_loop();
  machine.vms[0].vcpu.apicv = true;
  CHECK(run_machine(machine, ps::profile(), length).steady_latency(0) == timer_wakes - ps::eoi + request);
}

TEST_CASE(
    "Arrivals faster than service are all served or dropped, and wait longer and longer up to the limit") {
  vm::MachineSpec machine = open_loop();
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.service = Distribution::fixed(150_us);
  const ObservedRun run = run_machine(machine, ps::profile(), 30_ms);
  const std::uint64_t arrived = 30_ms / between;
  CHECK(run.dropped > 0);
  CHECK(run.latencies.size() + run.dropped <= arrived);
  const std::uint64_t due_meanwhile = 4 * 150_us / between + 1;  // in the time of four services
  CHECK(run.latencies.size() + run.dropped + 4 + due_meanwhile >= arrived);
}
