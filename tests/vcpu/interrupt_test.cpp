#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_vcpu.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using vcpu::ExitKind;

/// An interrupt by what the target is doing (mechanisms.md section 2). A sender on core 1 raises it at 100
/// us.
namespace {

constexpr Duration raised = 100_us;
constexpr vcpu::Vector vector = 7;
using Arrivals = std::vector<std::pair<vcpu::Vector, Duration>>;

struct Scene {
  explicit Scene(ScriptedVcpu::Guest guest, const vcpu::VcpuSpec& spec = without_halt_poll(),
                 const host::HostSpec& on = host_of(2), const cost::CostProfile& profile = ps::profile())
      : machine(on, profile), target(machine, spec, std::move(guest)) {
    machine.host.probes.ipi_send.subscribe(
        [this](host::Task*, CoreId, host::IpiReason why) { ipis.push_back(why); });
    machine.task("sender", 1, [this](host::Task& self) {
      self.kernel(raised - machine.now());
      target.vcpu.raise(vector, self);
      sender_goes_on = machine.now();
    });
  }
  void run() { machine.run_until(20_ms); }

  ScriptedHost machine;
  ScriptedVcpu target;
  std::vector<host::IpiReason> ipis;
  Duration sender_goes_on{};
};

}  // namespace

TEST_CASE("In guest mode: an IPI, the exit that it forces, injection") {
  Duration worked{};
  Scene scene([&](vcpu::Vcpu& guest) {
    const Duration begin = ps::sched_switch + ps::vcpu_in;
    guest.compute(300_us - begin);
    worked = guest.task().host().simulation().now().time_since_epoch();
  });
  scene.run();
  CHECK(scene.sender_goes_on == raised + ps::ipi_send);
  CHECK(scene.target.interrupts == Arrivals{{vector, raised + ps::ipi_send + ps::kick_guest + ps::inject}});
  CHECK(scene.ipis == std::vector{host::IpiReason::kick_guest});
  CHECK(scene.target.exits[ExitKind::external_interrupt] == 1);
  CHECK(scene.target.exits[ExitKind::eoi] == 1);
  CHECK(worked == 300_us + ps::inject + ps::eoi + ps::irq_return);  // the guest's work is whole
}

TEST_CASE("In guest mode with posted interrupts: no exit, no injection, no exit for the EOI") {
  vcpu::VcpuSpec spec = without_halt_poll();
  spec.apicv = true;
  Duration worked{};
  Scene scene(
      [&](vcpu::Vcpu& guest) {
        guest.compute(300_us - ps::sched_switch - ps::vcpu_in);
        worked = guest.task().host().simulation().now().time_since_epoch();
      },
      spec);
  scene.run();
  CHECK(scene.target.interrupts == Arrivals{{vector, raised + ps::ipi_send + ps::posted}});
  CHECK(scene.target.exits[ExitKind::external_interrupt] == 0);
  CHECK(scene.target.exits[ExitKind::eoi] == 0);
  CHECK(worked == 300_us + ps::irq_return);
}

TEST_CASE("Blocked on an idle core: a wake-up, the way out of idle, injection at the entry") {
  Scene scene([](vcpu::Vcpu& guest) { guest.halt(); });
  scene.run();
  CHECK(scene.target.interrupts ==
        Arrivals{{vector, raised + ps::wake_remote + ps::ipi_send_idle + ps::idle_exit + ps::sched_switch +
                              ps::unblock + ps::inject}});
  CHECK(scene.ipis == std::vector{host::IpiReason::wake_idle});
  REQUIRE(scene.target.halts.size() == 1);
  CHECK_FALSE(scene.target.halts[0].second);
}

TEST_CASE("Halt-polling: the poll sees it, nobody is woken") {
  vcpu::VcpuSpec spec;
  spec.halt_poll.grow_start = 190_us;  // in one step to a poll that covers the wait
  int halts = 0;
  Scene scene(
      [&](vcpu::Vcpu& guest) {
        guest.arm_timer(Instant{30_us});  // a first halt, that blocks and lets the poll grow
        guest.halt();
        ++halts;
        guest.halt();
      },
      spec);
  scene.run();
  REQUIRE(scene.target.interrupts.size() == 2);
  CHECK(scene.target.interrupts[0].first == vcpu::timer_vector);
  CHECK(scene.target.interrupts[1] == std::pair{vector, raised + ps::poll_exit + ps::inject});
  CHECK(scene.sender_goes_on == raised);
  CHECK(scene.ipis.empty());
  REQUIRE(scene.target.halts.size() >= 2);
  CHECK(scene.target.halts[1].second);
}

TEST_CASE("In host mode: nothing is sent, it is injected at the next entry") {
  Scene scene([](vcpu::Vcpu& guest) {
    guest.exit_to_userspace(ExitKind::pio, [&] {
      guest.task().kernel(300_us - guest.task().host().simulation().now().time_since_epoch());
    });
  });
  scene.run();
  const Duration way_back = ps::exit_userspace - ps::exit_userspace / 2 + ps::exit_pio - ps::exit_pio / 2;
  CHECK(scene.target.interrupts == Arrivals{{vector, 300_us + way_back + ps::inject}});
  CHECK(scene.sender_goes_on == raised);
  CHECK(scene.ipis.empty());
}

TEST_CASE("Preempted in guest mode: no IPI, injected when it runs again") {
  Scene scene([](vcpu::Vcpu& guest) { guest.compute(500_us); }, without_halt_poll(), host_of(2, "cfs"));
  Duration rival_done{};
  host::Task& rival = scene.machine.task("rival", 0, [&](host::Task& self) {
    self.block("the timer");
    self.run_through(3_ms);
    rival_done = scene.machine.now();
  });
  engine::Timer preempts(scene.machine.simulation, [&] {
    scene.machine.host.wake_from_irq(rival, CoreId{0});
    scene.machine.host.core(CoreId{0}).request_resched();
  });
  preempts.arm(Instant{50_us});
  scene.run();
  CHECK(scene.ipis.empty());
  CHECK(scene.sender_goes_on == raised);
  REQUIRE(scene.target.interrupts.size() == 1);
  CHECK(scene.target.interrupts[0].second > raised);
  CHECK(scene.target.exits[ExitKind::eoi] == 1);
}

TEST_CASE("Several interrupts before the first IPI has arrived send one IPI, and all are taken") {
  ScriptedHost machine(host_of(3), ps::profile());
  ScriptedVcpu target(machine, without_halt_poll(), [](vcpu::Vcpu& guest) { guest.compute(1_ms); });
  int ipis = 0;
  machine.host.probes.ipi_send.subscribe([&](host::Task*, CoreId, host::IpiReason) { ++ipis; });
  for (const std::uint32_t core : {1u, 2u})
    machine.task("sender" + std::to_string(core), core, [&, core](host::Task& self) {
      self.kernel(raised - machine.now());
      target.vcpu.raise(static_cast<vcpu::Vector>(core), self);
      target.vcpu.raise(static_cast<vcpu::Vector>(core + 10), self);
    });
  machine.run_until(2_ms);
  CHECK(ipis == 1);
  REQUIRE(target.interrupts.size() == 4);
  const Duration handled = ps::eoi + ps::irq_return + ps::inject;
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(target.interrupts[i].second ==
          raised + ps::ipi_send + ps::kick_guest + ps::inject + static_cast<int>(i) * handled);
  CHECK(target.exits[ExitKind::external_interrupt] == 1);
}

TEST_CASE("An interrupt that is pending already when the guest halts ends the halt at once") {
  Scene scene([](vcpu::Vcpu& guest) {
    guest.exit_to_kernel(ExitKind::pio, [&] {
      guest.task().kernel(90_us - guest.task().host().simulation().now().time_since_epoch());
    });
    guest.compute(raised - guest.task().host().simulation().now().time_since_epoch() - 100_ns);
    guest.halt();  // under way into the halt when the interrupt comes
  });
  scene.run();
  CHECK(scene.ipis.empty());
  CHECK(scene.target.interrupts ==
        Arrivals{{vector, raised - 100_ns + ps::halt_enter + ps::poll_exit + ps::inject}});
}

TEST_CASE("An interrupt that comes on the way to HLT finds no sleeper: no wake-up, no IPI") {
  cost::CostProfile profile = ps::profile();
  constexpr Duration service = 150_us;
  profile[cost::Component::halt_service].value = Distribution::fixed(service);
  Scene scene([](vcpu::Vcpu& guest) { guest.halt(); }, without_halt_poll(), host_of(2), profile);
  scene.run();
  const Duration halted = ps::sched_switch + ps::vcpu_in + service + ps::halt_enter;
  CHECK(halted > raised);
  CHECK(scene.sender_goes_on == raised);
  CHECK(scene.ipis.empty());
  CHECK(scene.target.interrupts == Arrivals{{vector, halted + ps::poll_exit + ps::inject}});
}

TEST_CASE("A program that halted runs on after halt.return; one that ran does at once") {
  cost::CostProfile profile = ps::profile();
  constexpr Duration way_back = 3_us;
  profile[cost::Component::halt_return].value = Distribution::fixed(way_back);
  const auto lateness = [&](bool halts, const cost::CostProfile& costs) {
    Duration runs_on{};
    Scene scene(
        [&](vcpu::Vcpu& guest) {
          if (halts)
            guest.halt();
          else
            guest.compute(300_us);
          runs_on = guest.task().host().simulation().now().time_since_epoch();
        },
        without_halt_poll(), host_of(2), costs);
    scene.run();
    return runs_on;
  };
  CHECK(lateness(true, profile) == lateness(true, ps::profile()) + way_back);
  CHECK(lateness(false, profile) == lateness(false, ps::profile()));
}
