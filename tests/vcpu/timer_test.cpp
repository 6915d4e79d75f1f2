#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_vcpu.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using vcpu::ExitKind;

/// The guest's own timer, and spinning.
namespace {

constexpr Duration start = ps::sched_switch + ps::vcpu_in;

}  // namespace

TEST_CASE("Arming the timer is one exit; to the date that it has already, none") {
  ScriptedHost machine(host_of(1), ps::profile());
  Duration once{}, again{};
  ScriptedVcpu target(machine, without_halt_poll(), [&](vcpu::Vcpu& guest) {
    guest.arm_timer(Instant{1_ms});
    once = machine.now();
    guest.arm_timer(Instant{1_ms});
    again = machine.now();
  });
  machine.run_until(100_us);
  CHECK(once == start + ps::exit_msr);
  CHECK(again == once);
  CHECK(target.exits[ExitKind::msr] == 1);
}

TEST_CASE("The timer of a halted guest wakes it on its own core") {
  ScriptedHost machine(host_of(2), ps::profile());
  ScriptedVcpu target(machine, without_halt_poll(), [](vcpu::Vcpu& guest) {
    guest.arm_timer(Instant{100_us});
    guest.halt();
  });
  int ipis = 0;
  machine.host.probes.ipi_send.subscribe([&](host::Task*, CoreId, host::IpiReason) { ++ipis; });
  machine.run_until(1_ms);
  REQUIRE(target.interrupts.size() == 1);
  CHECK(target.interrupts[0] ==
        std::pair{vcpu::timer_vector, 100_us + ps::idle_exit + ps::sched_switch + ps::unblock + ps::inject});
  CHECK(ipis == 0);
}

TEST_CASE("The timer of a running guest makes it exit, without an IPI") {
  ScriptedHost machine(host_of(1), ps::profile());
  ScriptedVcpu target(machine, without_halt_poll(), [](vcpu::Vcpu& guest) {
    guest.arm_timer(Instant{100_us});
    guest.compute(300_us);
  });
  machine.run_until(1_ms);
  REQUIRE(target.interrupts.size() == 1);
  CHECK(target.interrupts[0].second == 100_us + ps::inject);
  CHECK(target.exits[ExitKind::external_interrupt] == 1);
}

TEST_CASE("A date that is past when the timer is armed fires at the way back in") {
  ScriptedHost machine(host_of(1), ps::profile());
  ScriptedVcpu target(machine, without_halt_poll(),
                      [](vcpu::Vcpu& guest) { guest.arm_timer(Instant{1_ps}); });
  machine.run_until(1_ms);
  REQUIRE(target.interrupts.size() == 1);
  CHECK(target.interrupts[0].second == start + ps::exit_msr + ps::inject);
}

TEST_CASE("A spin ends at the nudge that makes its condition true, or at its date") {
  ScriptedHost machine(host_of(1), ps::profile());
  bool may_stop = false;
  std::vector<Duration> ends;
  ScriptedVcpu target(machine, without_halt_poll(), [&](vcpu::Vcpu& guest) {
    guest.spin_until([&] { return may_stop; }, never);
    ends.push_back(machine.now());
    const auto date = Instant{200_us};
    guest.spin_until([&] { return machine.simulation.now() >= date; }, date);
    ends.push_back(machine.now());
  });
  engine::Timer nudge(machine.simulation, [&] {
    may_stop = machine.now() == 80_us;
    target.vcpu.nudge();
    if (!may_stop) nudge.arm(Instant{80_us});
  });
  nudge.arm(Instant{40_us});
  machine.run_until(1_ms);
  CHECK(ends == std::vector{80_us, 200_us});
}

TEST_CASE("A nudge means nothing to a guest that does not spin") {
  ScriptedHost machine(host_of(1), ps::profile());
  Duration done{};
  ScriptedVcpu target(machine, without_halt_poll(), [&](vcpu::Vcpu& guest) {
    guest.compute(100_us);
    done = machine.now();
  });
  engine::Timer nudge(machine.simulation, [&] { target.vcpu.nudge(); });
  nudge.arm(Instant{50_us});
  machine.run_until(1_ms);
  CHECK(done == start + 100_us);
  CHECK(target.exits[ExitKind::external_interrupt] == 0);
}
