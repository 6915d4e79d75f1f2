#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

namespace {

constexpr Duration length = 1_ms;
constexpr Duration service{4'000'037};

vm::MachineSpec with_service(vm::MachineSpec machine) {
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.service = Distribution::fixed(service);
  return machine;
}

// design.md section 7: post, exit, return to userspace, the device pops, serves and pushes in the vcpu
// thread, KVM_RUN, entry, reap. Both sides run on one core, so no line moves.
constexpr Duration inline_request = ps::post + ps::kick_test + ps::exit_pio + ps::exit_userspace + ps::pop +
                                    service + ps::push + ps::interrupt_test + ps::reap;

}  // namespace

TEST_CASE("A synchronous request is served between exit and entry") {
  const ObservedRun run = run_machine(with_service(one_synchronous_vm()), ps::profile(), length);
  CHECK(run.steady_latency(0) == inline_request);
  CHECK(run.completions[1] - run.completions[0] == inline_request);  // nothing else happens
  CHECK(run.interrupts == 0);
  CHECK(run.lines == 0);
  CHECK(run.ipis == 0);
}

TEST_CASE("A synchronous request by MMIO is dearer by the decoding alone") {
  vm::MachineSpec machine = with_service(one_synchronous_vm());
  machine.vms[0].devices[0].kick = notify::KickPathKind::userspace_mmio;
  CHECK(run_machine(machine, ps::profile(), length).steady_latency(0) ==
        inline_request + ps::exit_mmio_decode);
}

TEST_CASE("A virtio-blk request costs what a doorbell request does when no line moves") {
  vm::MachineSpec machine = with_service(one_synchronous_vm());
  machine.vms[0].devices[0].kind = device::DeviceKind::blk;
  CHECK(run_machine(machine, ps::profile(), length).steady_latency(0) == inline_request);
}

TEST_CASE(
    "Of a synchronous batch each request is posted, popped, pushed and reaped, and the exit is paid once") {
  vm::MachineSpec machine = with_service(one_synchronous_vm());
  machine.vms[0].workload.queue_depth = 3;
  const ObservedRun run = run_machine(machine, ps::profile(), length);
  const Duration batch = 3 * ps::post + ps::kick_test + ps::exit_pio + ps::exit_userspace +
                         3 * (ps::pop + service + ps::push) + ps::interrupt_test + 3 * ps::reap;
  CHECK(run.completions[5] - run.completions[2] == batch);
  // The first posted waits for all three; the last posted has two posts less before it; reaping is in order.
  CHECK(run.latencies[3] == batch - 2 * ps::reap);
  CHECK(run.latencies[4] == batch - ps::post - ps::reap);
  CHECK(run.latencies[5] == batch - 2 * ps::post);
}

TEST_CASE("What the programs do for a request besides the ring comes with each post and each pop") {
  cost::CostProfile profile = ps::profile();
  profile[cost::Component::guest_request].value = Distribution::fixed(Duration{83'011});
  profile[cost::Component::server_request].value = Distribution::fixed(Duration{41'017});
  vm::MachineSpec machine = with_service(one_synchronous_vm());
  CHECK(run_machine(machine, profile, length).steady_latency(0) ==
        inline_request + Duration{83'011} + Duration{41'017});
  machine.vms[0].workload.queue_depth = 3;
  const ObservedRun run = run_machine(machine, profile, length);
  const ObservedRun without = run_machine(machine, ps::profile(), length);
  CHECK(run.completions[5] - run.completions[2] ==
        without.completions[5] - without.completions[2] + 3 * (Duration{83'011} + Duration{41'017}));
}

TEST_CASE("With six places on the I/O bus an ioeventfd is refused, and the kick is synchronous") {
  vm::MachineSpec machine = with_service(one_vm());
  machine.vms[0].io_bus_devices = 6;
  const ObservedRun six = run_machine(machine, ps::profile(), length);
  CHECK(six.steady_latency(0) == inline_request);
  machine.vms[0].io_bus_devices = 7;
  CHECK(run_machine(machine, ps::profile(), length).full_exits == 0);
}
