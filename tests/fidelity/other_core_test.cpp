#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// ioeventfd to an iothread on another core, as design.md section 7 tells it, one request at a time.
namespace {

constexpr Duration length = 5_ms;

// The three lines of the queue: descriptors D, available ring A, used ring U. The guest takes D as it posts;
// after the kick it looks once more and keeps A and U.
constexpr Duration until_signal = ps::post + ps::line + ps::kick_test + ps::exit_pio / 2 + ps::eventfd_signal;

// The iothread blocks on an idle core: by then the vcpu waits to go on, so the sender's part is on the path.
constexpr Duration wakes_idle_core = ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch;

// Switched in, the iothread takes U (no kicks, please) and A (anything new?), pops, takes D for the
// descriptor, pushes.
constexpr Duration serves =
    ps::epoll_ready + ps::eventfd_read + 2 * ps::line + ps::pop + ps::line + ps::push + ps::interrupt_test;

// In guest mode with an interrupt to take.
constexpr Duration handles_interrupt = ps::inject + ps::eoi + ps::irq_return;

// The guest takes A (no interrupts, please) and U (anything used?).
constexpr Duration reaps = 2 * ps::line + ps::reap;

// Nobody else has run on the vcpu's core, so its state is still there: no sched.vcpu_in.
constexpr Duration vcpu_wakes = wakes_idle_core + ps::unblock;

constexpr Duration whole_life =
    until_signal + wakes_idle_core + serves + ps::irqfd + vcpu_wakes + handles_interrupt + reaps;

}  // namespace

TEST_CASE("A kick to an iothread on an idle other core: exit, signal, wake, serve, interrupt, wake, reap") {
  const ObservedRun run = run_machine(one_vm(), ps::profile(), length);
  CHECK(run.steady_latency() == whole_life);
  CHECK(run.completions[9] - run.completions[8] == whole_life);
}

TEST_CASE("Each request over to another core and back moves three lines each way and two IPIs") {
  const Duration ten = 10 * whole_life;
  const ObservedRun shorter = run_machine(one_vm(), ps::profile(), length);
  const ObservedRun longer = run_machine(one_vm(), ps::profile(), length + ten);
  CHECK(longer.latencies.size() - shorter.latencies.size() == 10);
  CHECK(longer.lines - shorter.lines == 60);
  CHECK(longer.ipis - shorter.ipis == 20);
  CHECK(longer.interrupts - shorter.interrupts == 10);
  CHECK(longer.switches - shorter.switches == 20);        // each thread leaves for idle once
  CHECK(longer.all_exits() - shorter.all_exits() == 30);  // kick, HLT, EOI
}

TEST_CASE("An injection by ioctl instead of irqfd differs by its own cost alone") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].interrupt = notify::InterruptPathKind::ioctl;
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == whole_life - ps::irqfd + ps::ioctl);
}

TEST_CASE("With a virtualised APIC the EOI costs nothing") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].vcpu.apicv = true;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  CHECK(run.steady_latency() == whole_life - ps::eoi);
  CHECK(run.exits.count(vcpu::ExitKind::eoi) == 0);
}

TEST_CASE("Service time of the iothread is on the path") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.service = Distribution::fixed(9'000'011_ps);
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == whole_life + 9'000'011_ps);
}

TEST_CASE("Guest work before a post is not in its latency, and is in the period") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].workload.compute = Distribution::fixed(30'000'001_ps);
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  CHECK(run.steady_latency() == whole_life);
  CHECK(run.completions[9] - run.completions[8] == 30'000'001_ps + whole_life);
}

TEST_CASE("An interrupt that comes while the guest still enters its halt finds it there: no wake, no IPI") {
  cost::CostProfile profile = ps::profile();
  constexpr Duration slow_halt = 50_us;
  profile[Component::halt_enter].value = Distribution::fixed(slow_halt);
  const ObservedRun run = run_machine(one_vm(), profile, length);
  // Now the guest's own way is the longer one: the wake of the iothread, the way back in, the halt.
  const Duration way_in = ps::exit_pio - ps::exit_pio / 2;
  CHECK(run.steady_latency() == until_signal + ps::wake_remote + ps::ipi_send_idle + way_in + slow_halt +
                                    ps::poll_exit + handles_interrupt + reaps);
}

TEST_CASE("A halt poll that sees the interrupt saves the wake-up of the vcpu") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].vcpu.halt_poll.max = 200_us;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  // The poll length grows from 0 by way of 10 us until it covers the wait; from then on the vcpu never
  // blocks.
  CHECK(run.steady_latency(10) ==
        until_signal + wakes_idle_core + serves + ps::irqfd + ps::poll_exit + handles_interrupt + reaps);
}

TEST_CASE("A guest that polls its used ring needs no interrupt, and sees the completion as it is pushed") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].workload.completion = workload::Completion::poll;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  // The guest never writes to A but to post, so that it takes back D, A and U. It sees the push at once; the
  // used ring's line comes to it, but the device had the push and its test still before it. The reap is paid
  // after the line.
  const Duration pushed = until_signal + ps::line + wakes_idle_core + ps::epoll_ready + ps::eventfd_read +
                          2 * ps::line + ps::pop + ps::line + ps::push;
  CHECK(run.steady_latency() == pushed + ps::line + ps::reap);
  CHECK(run.interrupts == 0);
  CHECK(run.exits.count(vcpu::ExitKind::hlt) == 0);
}

TEST_CASE("An asynchronous device adds its latency and the second turn of the iothread") {
  vm::MachineSpec machine = one_vm();
  constexpr Duration device_time{60'000'013};
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.latency = Distribution::fixed(device_time);
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  const Duration submitted =
      until_signal + wakes_idle_core + ps::epoll_ready + ps::eventfd_read + 2 * ps::line + ps::pop + ps::line;
  // The device's interrupt comes to the iothread's core, which is idle: nobody there to steal the handler's
  // time from.
  const Duration second_turn = ps::idle_exit + ps::sched_switch + ps::epoll_ready + ps::eventfd_read +
                               ps::push + ps::interrupt_test + ps::irqfd;
  CHECK(run.steady_latency() ==
        submitted + device_time + second_turn + vcpu_wakes + handles_interrupt + reaps);
}

TEST_CASE("To an iothread on another socket each line, wake-up and IPI costs its far part more") {
  vm::MachineSpec machine = one_vm();
  machine.host.topology.emplace();
  machine.host.topology->sockets = 2;
  const Duration farther = 6 * ps::line_far + 2 * (ps::remote_far + ps::ipi_far);
  CHECK(run_machine(machine, ps::profile(), length).steady_latency() == whole_life + farther);
}

TEST_CASE("To an iothread on an SMT sibling no line moves, and both never run at a time") {
  vm::MachineSpec machine = one_vm();
  machine.host.topology.emplace();
  machine.host.topology->threads = 2;
  machine.host.topology->smt_speed = 1;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  CHECK(run.steady_latency() == whole_life - 6 * ps::line);
  CHECK(run.lines == 0);
}
