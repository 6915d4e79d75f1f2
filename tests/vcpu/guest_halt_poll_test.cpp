#include "vcpu/guest_halt_poll.hpp"

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_vcpu.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using vcpu::GuestHaltPoll;
using vcpu::GuestHaltPollSpec;

/// scheduler.md section 4: limit 0 at first; max 200 us, grow 2 from 50 us, shrink 2.
namespace {

GuestHaltPollSpec on() {
  GuestHaltPollSpec spec;
  spec.max = 200_us;
  return spec;
}

GuestHaltPoll after(std::initializer_list<Duration> halts) {
  GuestHaltPoll poll(on());
  for (const Duration halt : halts) poll.halted(halt);
  return poll;
}

}  // namespace

TEST_CASE("A guest halts first, and polls once halts have been short") {
  CHECK_FALSE(GuestHaltPoll(on()).should_poll());
  CHECK(after({1_us}).should_poll());
  CHECK(after({1_us}).limit() == 50_us);
}

TEST_CASE("A halt longer than the limit doubles it, up to the maximum; one within it does not") {
  CHECK(after({1_us, 50_us}).limit() == 50_us);
  CHECK(after({1_us, 50_us + 1_ps}).limit() == 100_us);
  CHECK(after({1_us, 60_us, 120_us}).limit() == 200_us);
}

TEST_CASE(
    "A halt of the maximum grows the limit; one picosecond more, and it shrinks, below the start value to "
    "0") {
  CHECK(after({1_us, 60_us, 200_us}).limit() == 200_us);
  CHECK(after({1_us, 60_us, 200_us + 1_ps}).limit() == 50_us);
  CHECK(after({1_us, 201_us}).limit() == 0_us);
}

TEST_CASE("Without leave to shrink the limit stays") {
  GuestHaltPollSpec spec = on();
  spec.allow_shrink = false;
  GuestHaltPoll poll(spec);
  poll.halted(1_us);
  poll.halted(1_ms);
  CHECK(poll.limit() == 50_us);
}

TEST_CASE(
    "A poll in vain is followed by a halt, and that by a poll again; after a poll that saw its event comes a "
    "poll") {
  GuestHaltPoll poll = after({1_us});
  poll.polled(true);
  CHECK_FALSE(poll.should_poll());
  poll.halted(10_us);
  CHECK(poll.should_poll());
  poll.polled(false);
  CHECK(poll.should_poll());
}

namespace {

/// Interrupts a vcpu on core 0 from core 1 at each of these dates; when its handler began, less those dates.
struct Interrupted {
  explicit Interrupted(const vcpu::VcpuSpec& spec, std::vector<Duration> dates)
      : machine(host_of(2), ps::profile()), target(machine, spec, [](vcpu::Vcpu&) {}) {
    machine.task("sender", 1, [this, dates](host::Task& self) {
      for (const Duration date : dates) {
        self.block_until(Instant{date}, "its date");
        sent.push_back(machine.now());
        target.vcpu.raise(7, self);
      }
    });
    machine.run_until(20_ms);
  }

  ScriptedHost machine;
  ScriptedVcpu target;
  std::vector<Duration> sent;
};

vcpu::VcpuSpec polling_guest() {
  vcpu::VcpuSpec spec = without_halt_poll();
  spec.guest_halt_poll = on();
  return spec;
}

}  // namespace

TEST_CASE("A guest that polls is interrupted as a running one: an IPI and an exit instead of a wake-up") {
  // The first halt ends after some 40 us, so the limit is 50 us; the second interrupt comes 30 us into the
  // poll.
  const Interrupted run(polling_guest(), {40_us, 90_us});
  REQUIRE(run.target.interrupts.size() == 2);
  // Blocked: the waker's part, its IPI to an idle core, that core's way out of idle, the switch, the entry.
  CHECK(run.target.interrupts[0].second - run.sent[0] ==
        ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch + ps::unblock + ps::inject);
  // Polling in guest mode: the IPI leaves, arrives, and the guest has left.
  CHECK(run.target.interrupts[1].second - run.sent[1] == ps::ipi_send + ps::kick_guest + ps::inject);
  CHECK(run.target.exits.at(vcpu::ExitKind::external_interrupt) == 1);
}

TEST_CASE("A guest whose poll was in vain halts, and is woken") {
  const Interrupted run(polling_guest(), {40_us, 400_us});
  REQUIRE(run.target.interrupts.size() == 2);
  CHECK(run.target.interrupts[1].second - run.sent[1] ==
        ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch + ps::unblock + ps::inject);
  CHECK(run.target.exits.at(vcpu::ExitKind::hlt) ==
        3);  // at the start, after the poll, after the second handler's poll
}

TEST_CASE("KVM does not poll for a guest that polls by itself") {
  vcpu::VcpuSpec spec = polling_guest();
  spec.halt_poll.max = 200_us;
  const Interrupted run(spec, {40_us, 400_us, 800_us});
  for (const auto& [halted, was_polling] : run.target.halts) CHECK_FALSE(was_polling);
}
