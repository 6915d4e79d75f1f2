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

TEST_CASE("A kick wakes a thread after the way in, and the guest waits for it on its own core alone") {
  const Duration way_in = p::exit_pio / 2 + p::eventfd_signal;
  const Duration way_back = p::exit_pio - p::exit_pio / 2;
  // On its own core: the vcpu gives way before it enters again; the thread's next epoll_wait finds nothing.
  CHECK(run("kick.wake.same_core.thread") ==
        way_in + p::wake_local + p::sched_switch + p::vcpu_out + p::epoll_ready);
  CHECK(run("kick.wake.same_core.back") == p::eventfd_read + p::sched_switch + p::vcpu_in + way_back);
  CHECK(run("kick.wake.idle_other_core.thread") == way_in + idle_wake + wake_idle + p::epoll_ready);
  CHECK(run("kick.wake.idle_other_core.guest") == way_in + idle_wake + way_back);
}

TEST_CASE("The way in of a kick may be longer than half of its exit, the way back is as much shorter") {
  const Duration longer{300'000};
  const auto with = [&](std::string_view name) {
    cost::CostProfile profile = p::profile();
    profile[cost::Component::exit_way_in].value = Distribution::fixed(longer);
    return microbench::find(name)->run(profile);
  };
  CHECK(with("kick.wake.same_core.thread") == run("kick.wake.same_core.thread") + longer);
  CHECK(with("kick.wake.same_core.back") == run("kick.wake.same_core.back") - longer);
  CHECK(with("kick.ioeventfd_pio") == run("kick.ioeventfd_pio"));
}

TEST_CASE("Where the vcpu does not preempt, it takes over when the sender sleeps") {
  CHECK(run("interrupt.irqfd.blocked.same_core.handler_after_sender") ==
        p::syscall + p::sched_switch + p::vcpu_in + p::unblock + p::inject);
}

TEST_CASE("A core that was idle for a millisecond wakes up later than one that was idle for 100 us") {
  cost::CostProfile profile = p::profile();
  profile[cost::Component::wake_deep_idle_exit].value = Distribution::fixed(Duration{9'000'000});
  CHECK(microbench::find("wake.epoll.long_idle_other_core.wakee")->run(profile) ==
        run("wake.epoll.idle_other_core.wakee") + Duration{9'000'000});
  CHECK(microbench::find("wake.epoll.idle_other_core.wakee")->run(profile) ==
        run("wake.epoll.idle_other_core.wakee"));
  // A blocked vcpu was left alone for 500 us.
  CHECK(microbench::find("interrupt.irqfd.blocked.handler")->run(profile) ==
        run("interrupt.irqfd.blocked.handler") + Duration{9'000'000});
}

TEST_CASE("A timed halt arms the timer, enters the halt and takes the interrupt at once") {
  CHECK(run("interrupt.eoi") == p::eoi);
  CHECK(run("halt.timer") == p::exit_msr + p::halt_enter + p::poll_exit + p::inject + p::eoi + p::irq_return);
}

TEST_CASE("The way to HLT is within a halt, and measured by going there and back") {
  cost::CostProfile profile = p::profile();
  profile[cost::Component::halt_service].value = Distribution::fixed(Duration{4'000'000});
  CHECK(microbench::find("halt.service")->run(profile) == Duration{4'000'000} + p::irq_return);
  CHECK(microbench::find("halt.timer")->run(profile) == run("halt.timer") + Duration{4'000'000});
}

TEST_CASE("Of 64 requests each is posted and reaped, and one test is made for all") {
  cost::CostProfile profile = p::profile();
  profile[cost::Component::guest_request].value = Distribution::fixed(Duration{83'011});
  profile[cost::Component::server_request].value = Distribution::fixed(Duration{41'017});
  CHECK(microbench::find("program.driver")->run(profile) ==
        (64 * (p::post + Duration{83'011} + p::reap) + p::kick_test) / 64);
  CHECK(microbench::find("program.device")->run(profile) ==
        (64 * (p::pop + Duration{41'017} + p::push) + p::interrupt_test) / 64);
}

TEST_CASE("The tick's cost is the gap that a spinning thread sees") {
  cost::CostProfile profile = p::profile();
  profile[cost::Component::sched_tick].value = Distribution::fixed(Duration{15'400'013});
  CHECK(microbench::find("tick.cost")->run(profile) == Duration{15'400'013});
}

TEST_CASE("No name is twice in the suite") {
  for (const microbench::Bench& bench : microbench::suite()) CHECK(microbench::find(bench.name) == &bench);
}
