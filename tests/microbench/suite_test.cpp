#include <catch2/catch.hpp>

#include "microbench/bench.hpp"
#include "support/distinct_costs.hpp"

using namespace kickpath;
using namespace kickpath::testing;
namespace p = kickpath::testing::ps;

namespace {

Duration run(std::string_view name) {
  const microbench::Bench* bench = microbench::find(name);
  REQUIRE(bench != nullptr);
  return bench->run(p::profile());
}

// The paths of design.md section 7, part by part.
const Duration event = p::eventfd_write;
const Duration idle_wake = p::wake_remote + p::ipi_send_idle;
const Duration busy_wake = p::wake_remote + p::ipi_send;
const Duration wake_idle = p::idle_exit + p::sched_switch;

}  // namespace

TEST_CASE("Calls cost what they are made of") {
  CHECK(run("syscall.getppid") == p::syscall);
  CHECK(run("eventfd.write") == event);
  CHECK(run("eventfd.write_read") == event + p::eventfd_read);
  CHECK(run("epoll.ready") == p::epoll_ready);
  CHECK(run("ring.pop") == p::pop);
  CHECK(run("line.transfer") == p::line);
}

TEST_CASE("A wake is the waker's call, the way to the core, a switch and epoll's return") {
  CHECK(run("wake.epoll.same_core.waker") == event + p::wake_local);
  CHECK(run("wake.epoll.same_core.wakee_after_waker") ==
        event + p::wake_local + p::syscall + p::sched_switch + p::epoll_ready);
  CHECK(run("wake.epoll.same_core.wakee") == event + p::wake_local + p::sched_switch + p::epoll_ready);
  CHECK(run("wake.epoll.idle_other_core.waker") == event + idle_wake);
  CHECK(run("wake.epoll.idle_other_core.wakee") == event + idle_wake + wake_idle + p::epoll_ready);
  CHECK(run("wake.epoll.busy_other_core.waker") == event + busy_wake);
  CHECK(run("wake.epoll.busy_other_core.wakee") ==
        event + busy_wake + p::ipi_busy + p::sched_switch + p::epoll_ready);
}

TEST_CASE("A kick is an exit and a signal; a userspace exit has no signal") {
  CHECK(run("kick.ioeventfd_pio") == p::exit_pio + p::eventfd_signal);
  CHECK(run("kick.ioeventfd_mmio") == p::exit_pio + p::exit_mmio_decode + p::eventfd_signal);
  CHECK(run("kick.ioeventfd_mmio_wildcard") == p::exit_mmio_wildcard + p::eventfd_signal);
  CHECK(run("exit.userspace_pio") == p::exit_pio + p::exit_userspace);
  CHECK(run("exit.userspace_mmio") == p::exit_pio + p::exit_mmio_decode + p::exit_userspace);
}

TEST_CASE("An interrupt costs by what its target is doing") {
  const Duration after_handler = p::eoi + p::irq_return;
  CHECK(run("interrupt.irqfd.guest_mode.sender") == p::irqfd + p::ipi_send);
  CHECK(run("interrupt.irqfd.guest_mode.handler") == p::irqfd + p::ipi_send + p::kick_guest + p::inject);
  CHECK(run("interrupt.irqfd.guest_mode.seen") ==
        p::irqfd + p::ipi_send + p::kick_guest + p::inject + after_handler);
  CHECK(run("interrupt.irqfd.halt_polling.sender") == p::irqfd);
  CHECK(run("interrupt.irqfd.halt_polling.handler") == p::irqfd + p::poll_exit + p::inject);
  CHECK(run("interrupt.irqfd.halt_polling.seen") == p::irqfd + p::poll_exit + p::inject + after_handler);
  CHECK(run("interrupt.irqfd.blocked.sender") == p::irqfd + idle_wake);
  CHECK(run("interrupt.irqfd.blocked.handler") == p::irqfd + idle_wake + wake_idle + p::unblock + p::inject);
  CHECK(run("interrupt.irqfd.blocked.seen") ==
        p::irqfd + idle_wake + wake_idle + p::unblock + p::inject + after_handler);
  CHECK(run("interrupt.irqfd.blocked.same_core.handler") ==
        p::irqfd + p::wake_local + p::sched_switch + p::vcpu_in + p::unblock + p::inject);
  CHECK(run("interrupt.ioctl.guest_mode.sender") == p::ioctl + p::ipi_send);
  CHECK(run("interrupt.ioctl.halt_polling.sender") == p::ioctl);
}

TEST_CASE("A timed halt arms the timer, enters the halt and takes the interrupt at once") {
  CHECK(run("interrupt.eoi") == p::eoi);
  CHECK(run("halt.timer") == p::exit_msr + p::halt_enter + p::poll_exit + p::inject + p::eoi + p::irq_return);
}

TEST_CASE("The tick's cost is the gap that a spinning thread sees") {
  cost::CostProfile profile = p::profile();
  profile[cost::Component::sched_tick].value = Distribution::fixed(Duration{15'400'013});
  CHECK(microbench::find("tick.cost")->run(profile) == Duration{15'400'013});
}

TEST_CASE("No name is twice in the suite") {
  for (const microbench::Bench& bench : microbench::suite()) CHECK(microbench::find(bench.name) == &bench);
  CHECK(microbench::find("halt.service") == nullptr);
}
