#include <catch2/catch.hpp>

#include "host/system_call.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using host::PreemptionKind;

/// Where a reschedule acts under each model. A sleeper on core 0 is woken 100 us after a script began there that has
/// worked for 50 ms, so that the sleeper preempts if it may. Ticks come every 4 ms, at 52 ms first: 2 ms after the
/// beginning.
namespace {

constexpr PreemptionKind all_models[] = {PreemptionKind::none, PreemptionKind::voluntary, PreemptionKind::full,
                                         PreemptionKind::lazy};
constexpr Duration start = 50_ms;

enum class By { own_irq, other_core };

host::HostSpec host_under(PreemptionKind kind) {
  host::HostSpec spec = host_of(2, "cfs");
  spec.hz = 250;
  spec.scheduler.wakeup_granularity = 1_us;
  spec.preemption = kind;
  return spec;
}

struct Preempted {
  Duration after{};  ///< the script's start the sleeper ran
  int ipis = 0;
};

Preempted woken_under(PreemptionKind kind, By by, const ScriptedHost::Script& script) {
  ScriptedHost machine(host_under(kind), profile_of({}));
  Preempted result;
  machine.host.probes.ipi_send.subscribe([&](host::Task*, CoreId, host::IpiReason) { ++result.ipis; });
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    self.block("the timer");
    result.after = machine.now() - start;
  });
  machine.task("worker", 0, [&](host::Task& self) {
    self.run_through(start);
    script(self);
    self.run_through(50_ms);
  });
  engine::Timer timer(machine.simulation, [&] {
    machine.host.wake_from_irq(sleeper, CoreId{by == By::own_irq ? 0u : 1u});
  });
  timer.arm(Instant{start + 100_us});
  machine.run_until(120_ms);
  return result;
}

Duration after(PreemptionKind kind, const ScriptedHost::Script& script, By by = By::own_irq) {
  return woken_under(kind, by, script).after;
}

/// 1 ms in the kernel, with an offer of each kind once.
void kernel_with_offers(host::Task& self) {
  self.kernel(200_us);
  self.might_sleep();
  self.kernel(300_us);
  self.cond_resched();
  self.kernel(500_us);
  self.preemption_point();
}

}  // namespace

TEST_CASE("In user mode a wake-up by an interrupt of the own core preempts at once under every model") {
  for (const PreemptionKind kind : all_models)
    CHECK(after(kind, [](host::Task& self) { self.run_through(1_ms); }) == 100_us);
}

TEST_CASE("none gives way at cond_resched and not at might_sleep") {
  CHECK(after(PreemptionKind::none, kernel_with_offers) == 500_us);
}

TEST_CASE("voluntary gives way at might_sleep too") {
  CHECK(after(PreemptionKind::voluntary, kernel_with_offers) == 200_us);
}

TEST_CASE("full gives way in the middle of the kernel") {
  CHECK(after(PreemptionKind::full, kernel_with_offers) == 100_us);
}

TEST_CASE("lazy gives way neither at an offer nor in the kernel, but on the way to userspace") {
  CHECK(after(PreemptionKind::lazy, kernel_with_offers) == 1_ms);
}

TEST_CASE("lazy: the next tick makes it urgent, and then it acts in the kernel") {
  const auto long_call = [](host::Task& self) { self.kernel(5_ms); };
  CHECK(after(PreemptionKind::lazy, long_call) == 2_ms);
  CHECK(after(PreemptionKind::none, long_call) == 5_ms);
  // A call that ends just before the tick is not cut short by it.
  CHECK(after(PreemptionKind::lazy, [](host::Task& self) { self.kernel(2_ms - 1_ps); }) == 2_ms - 1_ps);
}

TEST_CASE("Preempted in the kernel, the rest of the call is done afterwards, and none of it twice") {
  Duration done{};
  woken_under(PreemptionKind::full, By::own_irq, [&](host::Task& self) {
    self.kernel(300_us);
    done = self.host().simulation().now().time_since_epoch() - start;
  });
  CHECK(done == 300_us);  // the sleeper costs nothing here
}

TEST_CASE("With preemption disabled full waits for the end of it") {
  CHECK(after(PreemptionKind::full, [](host::Task& self) {
          self.kernel_atomically(300_us);
          self.kernel(300_us);
        }) == 300_us);
}

TEST_CASE("A wake-up from another core sends an IPI to make way, under all models but lazy") {
  const auto computes = [](host::Task& self) { self.run_through(3_ms); };
  for (const PreemptionKind kind : all_models) {
    const Preempted seen = woken_under(kind, By::other_core, computes);
    const bool is_lazy = kind == PreemptionKind::lazy;
    CHECK(seen.ipis == (is_lazy ? 0 : 1));
    CHECK(seen.after == (is_lazy ? 2_ms : 100_us));  // nothing tells a core that computes before its tick
  }
}

TEST_CASE("lazy from another core: one piece of computing after the other notices nothing, a call on the way out does") {
  const auto pieces = [](host::Task& self) {
    for (int i = 0; i < 10; ++i) self.run_through(100_us);
  };
  CHECK(after(PreemptionKind::lazy, pieces, By::other_core) == 2_ms);
  const auto with_a_call = [](host::Task& self) {
    for (int i = 0; i < 5; ++i) self.run_through(100_us);
    self.kernel(30_us);
    self.run_through(500_us);
  };
  CHECK(after(PreemptionKind::lazy, with_a_call, By::other_core) == 530_us);
}

TEST_CASE("lazy wakes an idle core as fast as ever") {
  ScriptedHost machine(host_under(PreemptionKind::lazy), profile_of({{Component::wake_idle_exit, 3_us}}));
  int ipis = 0;
  Duration ran{};
  machine.host.probes.ipi_send.subscribe([&](host::Task*, CoreId, host::IpiReason) { ++ipis; });
  host::Task& sleeper = machine.task("sleeper", 0, [&](host::Task& self) {
    self.block("the timer");
    ran = machine.now();
  });
  engine::Timer timer(machine.simulation, [&] { machine.host.wake_from_irq(sleeper, CoreId{1}); });
  timer.arm(Instant{100_us});
  machine.run_until(1_ms);
  CHECK(ran == 103_us);
  CHECK(ipis == 1);
}

TEST_CASE("A long system call offers at each multiple of its distances, and its end is a return to userspace") {
  const auto call = [](host::Task& self) { host::make_system_call(self, {1_ms, 300_us, 70_us}); };
  CHECK(after(PreemptionKind::none, call) == 300_us);
  CHECK(after(PreemptionKind::voluntary, call) == 140_us);
  CHECK(after(PreemptionKind::full, call) == 100_us);
  CHECK(after(PreemptionKind::lazy, call) == 1_ms);
  CHECK(after(PreemptionKind::none, [](host::Task& self) { host::make_system_call(self, {1_ms, {}, 70_us}); }) ==
        1_ms);
}
