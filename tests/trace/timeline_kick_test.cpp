#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/one_vm.hpp"
#include "timeline.hpp"
#include "trace/machine_timeline.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// One request of tests/fidelity/other_core_test.cpp, event by event.
namespace {

using Lines = std::vector<std::string>;

std::string timeline_of(const vm::MachineSpec& spec, Duration length,
                        const trace::TimelineBounds& bounds = {}) {
  engine::Simulation simulation;
  const cost::CostProfile profile = ps::profile();
  vm::Machine machine(simulation, spec, profile);
  return timeline_text(bounds, Instant{length}, [&](trace::TimelineFile& file) {
    const trace::MachineTimeline timeline(simulation, machine, file);
    simulation.run_until(Instant{length});
    file.drain();
  });
}

bool is_kick(const std::string& line) { return line.find(" s ") != std::string::npos; }

Duration date_of(const std::string& line) { return Duration{std::llround(std::stod(line) * 1e6)}; }

/// From the tenth kick up to the next, its date taken for 0; numbers of arrows cut off.
std::vector<std::pair<Duration, std::string>> one_kick(const std::string& text) {
  const Lines lines = lines_of(text);
  REQUIRE(std::count_if(lines.begin(), lines.end(), is_kick) > 10);
  auto from = std::find_if(lines.begin(), lines.end(), is_kick);
  for (int i = 1; i < 10; ++i) from = std::find_if(from + 1, lines.end(), is_kick);
  const auto to = std::find_if(from + 1, lines.end(), is_kick);
  std::vector<std::pair<Duration, std::string>> kick;
  for (auto line = from; line != to; ++line)
    kick.emplace_back(date_of(*line) - date_of(*from),
                      line->substr(line->find(' ') + 1, line->find(" #") - line->find(' ') - 1));
  return kick;
}

}  // namespace

TEST_CASE("One kick to an iothread on another core is these events and no others") {
  const Duration handled = ps::exit_pio / 2;  // KVM's handler begins
  const Duration signalled = handled + ps::eventfd_signal;
  const Duration queued = signalled + ps::wake_remote;
  const Duration ipi_sent = queued + ps::ipi_send_idle;
  const Duration entered = ipi_sent + ps::exit_pio - ps::exit_pio / 2;  // and the guest halts at once
  const Duration blocked = entered + ps::halt_enter;
  const Duration served_from = ipi_sent + ps::idle_exit;
  const Duration popped =
      served_from + ps::sched_switch + ps::epoll_ready + ps::eventfd_read + 2 * ps::line + ps::pop;
  const Duration pushed = popped + ps::line + ps::push;
  const Duration interrupted = pushed + ps::interrupt_test + ps::irqfd;
  const Duration vcpu_queued = interrupted + ps::wake_remote;
  const Duration vcpu_ipi_sent = vcpu_queued + ps::ipi_send_idle;  // and the iothread sleeps at once
  const Duration vcpu_runs = vcpu_ipi_sent + ps::idle_exit;
  const Duration awake = vcpu_runs + ps::sched_switch;
  const Duration injected = awake + ps::unblock;
  const Duration eoi = injected + ps::inject;
  const Duration eoi_done = eoi + ps::eoi;
  const Duration reaped = eoi_done + ps::irq_return + 2 * ps::line + ps::reap;
  const Duration posted = reaped + ps::post;
  const std::vector<std::pair<Duration, std::string>> expected{
      {0_ps, "s vm0/vcpu0 kick"},
      {0_ps, "E vm0/vcpu0"},
      {0_ps, "B vm0/vcpu0 kvm_exit reason=pio"},
      {handled, "i vm0/vcpu0 kvm_pio"},
      {signalled, "i vm0/vcpu0 sched_waking comm=vm0/ring/iothread"},
      {queued, "B vm0/ring/iothread runnable"},
      {queued, "i vm0/ring/iothread sched_wakeup"},
      {queued, "C core 1 core 1 run queue runnable=1"},
      {queued, "i vm0/vcpu0 ipi_send_cpu cpu=1 reason=wake_idle"},
      {entered, "E vm0/vcpu0"},
      {entered, "B vm0/vcpu0 kvm_entry"},
      {entered, "E vm0/vcpu0"},
      {entered, "B vm0/vcpu0 kvm_exit reason=hlt"},
      {blocked, "E core 0"},
      {blocked, "E vm0/vcpu0"},
      {blocked, "C core 0 core 0 run queue runnable=0"},
      {served_from, "B core 1 vm0/ring/iothread"},
      {served_from, "E vm0/ring/iothread"},
      {served_from, "B vm0/ring/iothread running"},
      {served_from, "t vm0/ring/iothread kick"},
      {popped, "C vm0/ring q0 vm0/ring q0 ring available=0 taken=1 used=0"},
      {pushed, "t vm0/ring q0 kick"},
      {pushed, "C vm0/ring q0 vm0/ring q0 ring available=0 taken=0 used=1"},
      {interrupted, "i vm0/ring/iothread kvm_msi_set_irq vector=1"},
      {interrupted, "i vm0/vcpu0 kvm_apic_accept_irq vector=1"},
      {interrupted, "i vm0/ring/iothread sched_waking comm=vm0/vcpu0"},
      {vcpu_queued, "B vm0/vcpu0 runnable"},
      {vcpu_queued, "i vm0/vcpu0 sched_wakeup"},
      {vcpu_queued, "C core 0 core 0 run queue runnable=1"},
      {vcpu_queued, "i vm0/ring/iothread ipi_send_cpu cpu=0 reason=wake_idle"},
      {vcpu_ipi_sent, "E core 1"},
      {vcpu_ipi_sent, "E vm0/ring/iothread"},
      {vcpu_ipi_sent, "C core 1 core 1 run queue runnable=0"},
      {vcpu_runs, "B core 0 vm0/vcpu0"},
      {vcpu_runs, "E vm0/vcpu0"},
      {vcpu_runs, "B vm0/vcpu0 kvm_exit reason=hlt"},
      {awake, "i vm0/vcpu0 kvm_vcpu_wakeup by=wait"},
      {injected, "E vm0/vcpu0"},
      {injected, "B vm0/vcpu0 kvm_entry"},
      {injected, "i vm0/vcpu0 kvm_inj_virq vector=1"},
      {injected, "f vm0/vcpu0 kick"},
      {eoi, "E vm0/vcpu0"},
      {eoi, "B vm0/vcpu0 kvm_exit reason=eoi"},
      {eoi, "i vm0/vcpu0 kvm_eoi"},
      {eoi_done, "E vm0/vcpu0"},
      {eoi_done, "B vm0/vcpu0 kvm_entry"},
      {reaped, "C vm0/ring q0 vm0/ring q0 ring available=0 taken=0 used=0"},
      {reaped, "E vm0/ring q0"},
      {posted, "B vm0/ring q0 in flight"},
      {posted, "C vm0/ring q0 vm0/ring q0 ring available=1 taken=0 used=0"},
  };
  const auto kick = one_kick(timeline_of(one_vm(), 5_ms));
  REQUIRE(kick.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(i << ": " << kick[i].first.count() << " ps " << kick[i].second);
    CHECK(kick[i].second == expected[i].second);
    CHECK(kick[i].first == expected[i].first);
  }
}

TEST_CASE("A synchronous kick's arrow goes from the vcpu to the queue and back, and wakes nobody") {
  std::vector<std::string> arrow;
  for (const auto& [date, line] : one_kick(timeline_of(one_synchronous_vm(), 5_ms)))
    if (line.find(" kick") != std::string::npos) arrow.push_back(line);
  CHECK(arrow == Lines{"s vm0/vcpu0 kick", "t vm0/ring q0 kick", "f vm0/vcpu0 kick"});
}
