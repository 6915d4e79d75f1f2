#include <catch2/catch.hpp>

#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// What a wake-up costs the waker, and when the wakee runs.
namespace {

constexpr Duration wake_local{620'059}, wake_remote{830'061}, ipi_busy{1'910'067}, idle_exit{3'700'071},
    ipi_send{270'073}, ipi_send_idle{190'081};
constexpr Duration sched_switch{1'500'041};

cost::CostProfile wake_costs() {
  return profile_of({{Component::wake_local, wake_local},
                     {Component::wake_remote, wake_remote},
                     {Component::wake_ipi_busy, ipi_busy},
                     {Component::wake_idle_exit, idle_exit},
                     {Component::ipi_send, ipi_send},
                     {Component::ipi_send_idle, ipi_send_idle},
                     {Component::sched_switch, sched_switch}});
}

/// The wakee sleeps from early on; the waker wakes it at 100 ms.
struct Wake {
  Wake(const host::HostSpec& spec, std::uint32_t waker_core, std::uint32_t wakee_core,
       const cost::CostProfile& profile = wake_costs())
      : machine(spec, profile) {
    machine.host.probes.ipi_send.subscribe(
        [this](host::Task*, CoreId, host::IpiReason why) { reasons.push_back(why); });
    host::Task& wakee = machine.task("wakee", wakee_core, [this](host::Task& self) {
      self.block("the waker");
      woken_at = machine.now();
    });
    machine.task("waker", waker_core, [this, &wakee](host::Task& self) {
      self.kernel(100_ms - machine.now());
      self.host().wake(wakee, self);
      waker_goes_on = machine.now();
      self.run_through(20_us);
      waker_done = machine.now();
    });
  }

  Duration run() {
    machine.run_until(1_s);
    return woken_at;
  }

  ScriptedHost machine;
  std::vector<host::IpiReason> reasons;
  Duration woken_at{}, waker_goes_on{}, waker_done{};
};

}  // namespace

TEST_CASE("A wake-up on the waker's own core costs wake.local, and the wakee waits for the core") {
  Wake wake(host_of(1), 0, 0);
  wake.machine.run_until(1_s);
  CHECK(wake.waker_goes_on == 100_ms + wake_local);
  CHECK(wake.waker_done == 100_ms + wake_local + 20_us);
  CHECK(wake.woken_at == wake.waker_done + sched_switch);
  CHECK(wake.reasons.empty());
}

TEST_CASE(
    "A wake-up of an idle other core costs the waker wake.remote and the IPI, and the wakee the way out of "
    "idle") {
  Wake wake(host_of(2), 0, 1);
  wake.machine.run_until(1_s);
  const Duration sent = 100_ms + wake_remote + ipi_send_idle;
  CHECK(wake.waker_goes_on == sent);
  CHECK(wake.woken_at == sent + idle_exit + sched_switch);
  CHECK(wake.reasons == std::vector{host::IpiReason::wake_idle});
}

TEST_CASE("A core that has been idle for longer than deep_idle_after wakes up later, by wake.deep_idle_exit") {
  constexpr Duration deep{5'000'000};
  const auto wakee_after = [&](Duration deep_idle_after) {
    cost::CostProfile profile = wake_costs();
    profile[Component::wake_deep_idle_exit].value = Distribution::fixed(deep);
    profile.deep_idle_after = deep_idle_after;
    return Wake(host_of(2), 0, 1, profile).run();
  };
  // It slept right after it was switched in, and the IPI is sent when the waker's wake-up is paid for.
  const Duration idle = 100_ms + wake_remote + ipi_send_idle - sched_switch;
  const Duration shallow = 100_ms + wake_remote + ipi_send_idle + idle_exit + sched_switch;
  CHECK(wakee_after(idle) == shallow);
  CHECK(wakee_after(idle - Duration{1}) == shallow + deep);
}

TEST_CASE("A waker on another core enqueues by itself where that core is busy, at wake.remote_busy") {
  cost::CostProfile profile = wake_costs();
  profile[Component::wake_remote_busy].value = Distribution::fixed(Duration{400'000});
  {
    Wake busy(host_of(2), 0, 1, profile);
    busy.machine.task("busy", 1, [](host::Task& self) { self.run_through(500_ms); });
    busy.run();
    CHECK(busy.waker_goes_on == 100_ms + wake_remote + Duration{400'000});
  }
  Wake idle(host_of(2), 0, 1, profile);
  idle.run();
  CHECK(idle.waker_goes_on == 100_ms + wake_remote + ipi_send_idle);
}

TEST_CASE("A wake-up on a busy other core that is not preempted sends no IPI") {
  Wake wake(host_of(2), 0, 1);
  wake.machine.task("busy", 1, [](host::Task& self) { self.run_through(500_ms); });
  wake.machine.run_until(1_s);
  CHECK(wake.waker_goes_on == 100_ms + wake_remote);
  CHECK(wake.reasons.empty());
  // The wakee slept at once (switch), then "busy" was switched in and worked; then the wakee again.
  CHECK(wake.woken_at == sched_switch + sched_switch + 500_ms + sched_switch);
}

TEST_CASE("A wake-up on a busy other core that is preempted sends an IPI, which takes wake.ipi_busy") {
  host::HostSpec spec = host_of(2, "cfs");
  spec.scheduler.wakeup_granularity = 10_us;  // the busy one is milliseconds ahead of the sleeper by then
  Wake wake(spec, 0, 1);
  wake.machine.task("busy", 1, [](host::Task& self) { self.run_through(500_ms); });
  wake.machine.run_until(1_s);
  const Duration sent = 100_ms + wake_remote + ipi_send;
  CHECK(wake.waker_goes_on == sent);
  CHECK(wake.woken_at == sent + ipi_busy + sched_switch);
  CHECK(wake.reasons == std::vector{host::IpiReason::reschedule});
}

TEST_CASE("The IPI to a busy core waits while that one is in the kernel") {
  host::HostSpec spec = host_of(2, "cfs");
  spec.scheduler.wakeup_granularity = 10_us;
  Wake wake(spec, 0, 1);
  Duration kernel_left{};
  wake.machine.task("busy", 1, [&](host::Task& self) {
    self.run_through(50_ms);
    self.kernel(500_ms);
    kernel_left = wake.machine.now();
    self.run_through(10_us);
  });
  wake.machine.run_until(1_s);
  CHECK(kernel_left > 500_ms);
  CHECK(wake.woken_at == kernel_left + sched_switch);
}

TEST_CASE("Two wake-ups of one idle core send one IPI") {
  ScriptedHost machine(host_of(2), wake_costs());
  int ipis = 0;
  machine.host.probes.ipi_send.subscribe([&](host::Task*, CoreId, host::IpiReason) { ++ipis; });
  const auto sleeper = [](host::Task& self) { self.block("the waker"); };
  host::Task& first = machine.task("first", 1, sleeper);
  host::Task& second = machine.task("second", 1, sleeper);
  machine.task("waker", 0, [&](host::Task& self) {
    self.kernel(100_us);
    self.host().wake(first, self);
    self.host().wake(second, self);
  });
  machine.run_until(1_ms);
  CHECK(ipis == 1);
}

TEST_CASE("A wake-up by an interrupt steals its cost from whoever runs on that core") {
  ScriptedHost machine(host_of(2), wake_costs());
  Duration done{}, woken{};
  host::Task& wakee = machine.task("wakee", 1, [&](host::Task& self) {
    self.block("an interrupt");
    woken = machine.now();
  });
  machine.task("victim", 0, [&](host::Task& self) {
    self.run_through(100_us);
    done = machine.now();
  });
  engine::Timer device(machine.simulation, [&] { machine.host.wake_from_irq(wakee, CoreId{0}); });
  device.arm(Instant{50_us});
  machine.run_until(1_ms);
  CHECK(done == sched_switch + 100_us + wake_remote + ipi_send_idle);
  CHECK(woken == 50_us + idle_exit + sched_switch);
}
