#include <catch2/catch.hpp>

#include "attributed_run.hpp"
#include "support/distinct_costs.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// The path of tests/fidelity/other_core_test.cpp by its parts.
namespace {

constexpr Duration warmup = 1_ms, length = 5_ms;

Parts in_ps(std::map<std::string, Duration> parts) {
  Parts counts;
  for (const auto& [name, d] : parts) counts[name] = d.count();
  return counts;
}

std::map<std::string, Duration> other_core() {
  return {{"guest ring", ps::post + ps::kick_test + ps::reap},
          {"exit", ps::exit_pio / 2},
          {"signal", ps::eventfd_signal},
          {"wake-up", 2 * (ps::wake_remote + ps::ipi_send_idle)},
          {"idle exit", 2 * ps::idle_exit},
          {"context switch", 2 * ps::sched_switch},
          {"event loop", ps::epoll_ready + ps::eventfd_read},
          {"device ring", ps::pop + ps::push + ps::interrupt_test},
          {"injection", ps::irqfd + ps::inject + ps::eoi + ps::irq_return},
          {"halt", ps::unblock},
          {"cache lines", 6 * ps::line}};
}

vm::MachineSpec with(vm::MachineSpec machine, const char* policy, vm::PlacementSpec::Servers servers) {
  machine.host.scheduler.policy = policy;
  machine.vms[0].placement.servers = servers;
  return machine;
}

vm::MachineSpec with_service(vm::MachineSpec machine, Duration service, Duration latency = {}) {
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.service = Distribution::fixed(service);
  machine.vms[0].devices[0].backend.latency = Distribution::fixed(latency);
  return machine;
}

}  // namespace

TEST_CASE("A kick to an idle other core is split into exactly the parts of which it is the sum") {
  const trace::Attribution attribution = attribute(one_vm(), ps::profile(), warmup, length);
  check_sums(attribution);
  CHECK(parts_of(attribution.operations[0]) == in_ps(other_core()));
}

TEST_CASE("The time of both cores of that path is that path too, once round") {
  const Duration period = [] {
    Duration sum{};
    for (const auto& [name, d] : other_core()) sum += d;
    return sum;
  }();
  const trace::Attribution shorter = attribute(one_vm(), ps::profile(), warmup, length);
  const trace::Attribution longer = attribute(one_vm(), ps::profile(), warmup, length + 10 * period);
  const auto ten = [&](std::size_t core) {
    Parts parts = parts_of(longer.cores[core].split);
    for (const auto& [name, ps] : parts_of(shorter.cores[core].split)) parts[name] -= ps;
    std::map<std::string, Duration> one;
    for (const auto& [name, ps] : parts) one[name] = Duration{ps / 10};
    return one;
  };
  // The vcpu, having kicked, enters, finds nothing and halts, while the iothread's core is on its way.
  auto vcpu = ten(0);
  CHECK(vcpu["exit"] == ps::exit_pio);
  CHECK(vcpu["halt"] == ps::halt_enter + ps::unblock);
  CHECK(vcpu["wake-up"] == ps::wake_remote + ps::ipi_send_idle);
  CHECK(vcpu["idle exit"] == ps::idle_exit);
  CHECK(vcpu["injection"] == ps::inject + ps::eoi + ps::irq_return);
  CHECK(vcpu["cache lines"] == 3 * ps::line);
  auto iothread = ten(1);
  CHECK(iothread["event loop"] == ps::epoll_ready + ps::eventfd_read);
  CHECK(iothread["device ring"] == ps::pop + ps::push + ps::interrupt_test);
  CHECK(iothread["injection"] == ps::irqfd);
  CHECK(iothread["context switch"] == ps::sched_switch);
  Duration sum{};
  for (const auto& [name, d] : iothread) sum += d;
  CHECK(sum == period);
}

TEST_CASE("On one core the rest of the vcpu's way is what the iothread waits for") {
  const auto attribution =
      attribute(with(one_vm(), "fifo", vm::PlacementSpec::Servers::same_core), ps::profile(), warmup, length);
  check_sums(attribution);
  const Duration way_in = ps::exit_pio - ps::exit_pio / 2;
  // Woken by the interrupt, the vcpu waits until the iothread has gone back to sleep, which takes no time.
  CHECK(parts_of(attribution.operations[0]) ==
        in_ps({{"guest ring", ps::post + ps::kick_test + ps::reap},
               {"exit", ps::exit_pio / 2},
               {"signal", ps::eventfd_signal},
               {"wake-up", 2 * ps::wake_local},
               {"run-queue wait", way_in + ps::halt_enter},
               {"context switch", 2 * ps::sched_switch + ps::vcpu_out + ps::vcpu_in},
               {"event loop", ps::epoll_ready + ps::eventfd_read},
               {"device ring", ps::pop + ps::push + ps::interrupt_test},
               {"injection", ps::irqfd + ps::inject + ps::eoi + ps::irq_return},
               {"halt", ps::unblock}}));
}

TEST_CASE("Served by the vcpu itself: the exit, the return to userspace, the service") {
  constexpr Duration service{4'000'037};
  const auto attribution =
      attribute(with_service(one_synchronous_vm(), service), ps::profile(), warmup, length);
  check_sums(attribution);
  CHECK(parts_of(attribution.operations[0]) ==
        in_ps({{"guest ring", ps::post + ps::kick_test + ps::reap},
               {"exit", ps::exit_pio + ps::exit_userspace},
               {"service", service},
               {"device ring", ps::pop + ps::push + ps::interrupt_test}}));
}

TEST_CASE("An asynchronous device's time is the device's, and not the iothread's that sleeps meanwhile") {
  constexpr Duration device_time{60'000'013};
  const auto attribution = attribute(with_service(one_vm(), {}, device_time), ps::profile(), warmup, length);
  check_sums(attribution);
  auto parts = other_core();
  parts["device"] = device_time;
  // The device's interrupt wakes the iothread once more.
  parts["idle exit"] += ps::idle_exit;
  parts["context switch"] += ps::sched_switch;
  parts["event loop"] += ps::epoll_ready + ps::eventfd_read;
  CHECK(parts_of(attribution.operations[0]) == in_ps(parts));
}

TEST_CASE("A guest that polls waits for the push: nothing wakes it, and nothing is injected") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].workload.completion = workload::Completion::poll;
  const auto attribution = attribute(machine, ps::profile(), warmup, length);
  check_sums(attribution);
  CHECK(parts_of(attribution.operations[0]) == in_ps({{"guest ring", ps::post + ps::kick_test + ps::reap},
                                                      {"exit", ps::exit_pio / 2},
                                                      {"signal", ps::eventfd_signal},
                                                      {"wake-up", ps::wake_remote + ps::ipi_send_idle},
                                                      {"idle exit", ps::idle_exit},
                                                      {"context switch", ps::sched_switch},
                                                      {"event loop", ps::epoll_ready + ps::eventfd_read},
                                                      {"device ring", ps::pop + ps::push},
                                                      {"cache lines", 6 * ps::line}}));
}

TEST_CASE("With a halt poll that sees the interrupt the vcpu's wake-up is not in the split") {
  vm::MachineSpec machine = one_vm();
  machine.vms[0].vcpu.halt_poll.max = 200_us;
  const auto attribution = attribute(machine, ps::profile(), warmup, length);
  check_sums(attribution);
  auto parts = other_core();
  parts["wake-up"] = ps::wake_remote + ps::ipi_send_idle;
  parts["idle exit"] = ps::idle_exit;
  parts["context switch"] = ps::sched_switch;
  parts["halt"] = ps::poll_exit;
  CHECK(parts_of(attribution.operations[0]) == in_ps(parts));
}

TEST_CASE("Of several requests in flight each waits in the queue for those before it") {
  vm::MachineSpec machine = with_service(one_vm(), 9'000'011_ps);
  machine.vms[0].workload.queue_depth = 4;
  const auto attribution = attribute(machine, ps::profile(), warmup, length);
  check_sums(attribution);
  const auto& time = attribution.operations[0];
  CHECK(parts_of(time)["service"] == 9'000'011);
  CHECK(parts_of(time)["queueing"] > 9'000'011);
}

TEST_CASE("In the open loop latency begins with the arrival: what keeps the guest from posting is in it") {
  vm::MachineSpec machine = with_service(one_vm(), 1_us);
  machine.vms[0].workload.kind = workload::WorkloadKind::open_loop;
  machine.vms[0].workload.arrivals = Distribution::fixed(200_us);
  const auto attribution = attribute(machine, ps::profile(), warmup, length);
  check_sums(attribution);
  // The guest's own timer wakes it for each arrival: that wake-up too, with the exit that arms the timer
  // before.
  auto parts = other_core();
  parts["service"] = 1_us;
  const Parts split = parts_of(attribution.operations[0]);
  CHECK(split.at("service") == (1_us).count());
  CHECK(split.at("idle exit") == 3 * ps::idle_exit.count());
  CHECK(split.at("context switch") == 3 * ps::sched_switch.count());
  CHECK(split.at("halt") == 2 * ps::unblock.count());
  CHECK(split.count("timer") == 0);
}

TEST_CASE("A hog on the server's core is run-queue wait of operations, and background of the core") {
  vm::MachineSpec machine = one_vm();
  machine.host.scheduler.policy = "cfs";
  machine.host.scheduler.wakeup_granularity = 10_s;  // a wakee waits for the end of the hog's slice
  vm::BackgroundSpec hog;
  hog.cores = {1};
  machine.background.push_back(hog);
  const auto attribution = attribute(machine, ps::profile(), 10_ms, 200_ms);
  check_sums(attribution);
  const auto& time = attribution.operations[0];
  CHECK(time.split[trace::Part::run_queue] * 2 > time.latency);
  CHECK(attribution.cores[1].split[trace::Part::background] * 2 > attribution.measured);
  CHECK(attribution.cores[1].split[trace::Part::idle] == Duration::zero());
  CHECK(attribution.cores[0].split[trace::Part::background] == Duration::zero());
}
