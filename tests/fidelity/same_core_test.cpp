#include <algorithm>

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// ioeventfd to an iothread on the vcpu's own core (design.md section 7): no line moves, no IPI leaves.
namespace {

constexpr Duration length = 5_ms;
constexpr Duration way_in = ps::exit_pio - ps::exit_pio / 2;

vm::MachineSpec same_core(const char* policy) {
  vm::MachineSpec machine = one_vm();
  machine.host.scheduler.policy = policy;
  machine.vms[0].placement.servers = vm::PlacementSpec::Servers::same_core;
  return machine;
}

constexpr Duration until_woken =
    ps::post + ps::kick_test + ps::exit_pio / 2 + ps::eventfd_signal + ps::wake_local;
constexpr Duration to_iothread = ps::sched_switch + ps::vcpu_out;
constexpr Duration to_vcpu = ps::sched_switch + ps::vcpu_in;
constexpr Duration serves = ps::epoll_ready + ps::eventfd_read + ps::pop + ps::push + ps::interrupt_test;
constexpr Duration handles_interrupt = ps::inject + ps::eoi + ps::irq_return;

// The vcpu goes on until it halts; the iothread's interrupt wakes it.
constexpr Duration life_by_halt = until_woken + way_in + ps::halt_enter + to_iothread + serves + ps::irqfd +
                                  ps::wake_local + to_vcpu + ps::unblock + handles_interrupt + ps::reap;

// The vcpu leaves on its way back in, in kernel mode: the interrupt is only noted. It enters with it.
constexpr Duration life_by_preemption =
    until_woken + to_iothread + serves + ps::irqfd + to_vcpu + way_in + handles_interrupt + ps::reap;

}  // namespace

TEST_CASE(
    "First come first served on one core: the iothread runs when the vcpu halts, and wakes it in its turn") {
  const ObservedRun run = run_machine(same_core("fifo"), ps::profile(), length);
  CHECK(run.steady_latency() == life_by_halt);
  CHECK(run.completions[9] - run.completions[8] == life_by_halt);
  CHECK(run.ipis == 0);
  CHECK(run.lines == 0);
}

TEST_CASE(
    "A wakee that preempts runs first, and the vcpu gets its interrupt at its next entry: no halt, no "
    "wake-up") {
  // The vcpu works 300 us before each post, so that a sleeper is soon further behind it than 250 us (CFS,
  // scheduler.md section 1).
  vm::MachineSpec machine = same_core("cfs");
  machine.host.scheduler.wakeup_granularity = 250_us;
  machine.vms[0].workload.compute = Distribution::fixed(300_us);
  const ObservedRun run = run_machine(machine, ps::profile(), 20_ms);
  CHECK(run.steady_latency() == life_by_preemption);
  CHECK(run.ipis == 0);
  CHECK(run.lines == 0);
}

TEST_CASE("A wakee that is not far enough behind waits for the halt") {
  vm::MachineSpec machine = same_core("cfs");
  machine.host.scheduler.wakeup_granularity = 10_s;
  machine.vms[0].workload.compute = Distribution::fixed(300_us);
  CHECK(run_machine(machine, ps::profile(), 20_ms).steady_latency() == life_by_halt);
}

TEST_CASE(
    "Under EEVDF of Linux 6.6 requests live one of these two lives, as eligibility has it, but for those that a "
    "tick cuts") {
  vm::MachineSpec machine = same_core("eevdf");
  machine.host.scheduler.version = "6.6";
  machine.vms[0].workload.compute = Distribution::fixed(150_us);
  const ObservedRun run = run_machine(machine, ps::profile(), 20_ms);
  const auto begin = run.latencies.begin() + 3;
  const auto by_preemption = std::count(begin, run.latencies.end(), life_by_preemption);
  const auto by_halt = std::count(begin, run.latencies.end(), life_by_halt);
  CHECK(by_preemption > 0);
  CHECK(by_halt > 0);
  // HZ=250: there are five ticks in 20 ms.
  CHECK((run.latencies.end() - begin) - by_preemption - by_halt <= 5);
}

// The iothread is ineligible when it sleeps, and stays queued. When it wakes up, the vcpu has run past it: it is put
// where the vcpu was when that was charged last, 150 us of work ago, and so before it.
TEST_CASE("Since Linux 6.12 a sleeper that waits delayed preempts who has run since: at every kick") {
  vm::MachineSpec machine = same_core("eevdf");
  machine.host.scheduler.version = GENERATE("6.12", "6.18");
  machine.vms[0].workload.compute = Distribution::fixed(150_us);
  CHECK(run_machine(machine, ps::profile(), 20_ms).steady_latency() == life_by_preemption);
}

TEST_CASE("On one core a request is two switches: away from the vcpu and away from the iothread") {
  const ObservedRun run = run_machine(same_core("fifo"), ps::profile(), length);
  CHECK(run.switches >= 2 * run.latencies.size());
  CHECK(run.switches <= 2 * run.latencies.size() + 4);
}

TEST_CASE("A halt poll gives way at once to the iothread on its core, and gains nothing") {
  vm::MachineSpec machine = same_core("fifo");
  const Duration blocking = run_machine(machine, ps::profile(), length).steady_latency();
  machine.vms[0].vcpu.halt_poll.max = 200_us;
  CHECK(run_machine(machine, ps::profile(), length).steady_latency(20) == blocking);
}
