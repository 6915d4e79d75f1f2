#include <set>

#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/observed_run.hpp"
#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

namespace {

/// Every random law of the model at once, on an unpinned and overcommitted host.
vm::MachineSpec random_machine() {
  vm::MachineSpec machine = one_vm();
  machine.host.scheduler.policy = "eevdf";
  vm::VmSpec& vm = machine.vms[0];
  vm.count = 2;
  vm.vcpus = 2;
  vm.placement = {};
  vm.devices[0].queues = 2;
  vm.devices[0].queue.size = 64;
  vm.devices[0].backend.kind = device::BackendKind::fixed;
  vm.devices[0].backend.service = Distribution::exponential(3_us);
  vm.workload.compute = Distribution::lognormal(5_us, 0.5);
  vm.workload.queue_depth = 4;
  machine.background.push_back({"hog", 1, 0, {}});
  return machine;
}

}  // namespace

TEST_CASE("The same seed gives the same run, to the last count and picosecond") {
  const ObservedRun first = run_machine(random_machine(), ps::profile(), 10_ms, 42);
  CHECK(first.latencies.size() > 100);
  CHECK(run_machine(random_machine(), ps::profile(), 10_ms, 42) == first);
}

TEST_CASE("Another seed gives another run where something is random, and the same where nothing is") {
  const ObservedRun first = run_machine(random_machine(), ps::profile(), 10_ms, 42);
  CHECK_FALSE(run_machine(random_machine(), ps::profile(), 10_ms, 43) == first);
  const ObservedRun fixed = run_machine(one_vm(), ps::profile(), 2_ms, 42);
  CHECK(run_machine(one_vm(), ps::profile(), 2_ms, 43) == fixed);
}

TEST_CASE("A cost with a distribution is drawn anew each time") {
  cost::CostProfile profile = ps::profile();
  profile[Component::exit_pio].value = Distribution::uniform(1_us, 2_us);
  const ObservedRun run = run_machine(doorbell(notify::KickPathKind::ioeventfd_pio), profile, 1_ms);
  const std::set<Duration> different(run.latencies.begin(), run.latencies.end());
  CHECK(different.size() > run.latencies.size() / 2);
  CHECK(*different.begin() >= 1_us + ps::eventfd_signal);
  CHECK(*different.rbegin() <= 2_us + ps::eventfd_signal);
}

TEST_CASE("Guest threads are dealt to the queues in turn, with their depth each") {
  workload::WorkloadSpec spec;
  spec.queue_depth = 4;
  CHECK(workload::in_flight_of(spec, 3, 2) == 4);  // no threads: per queue
  spec.threads = 5;
  CHECK(workload::in_flight_of(spec, 3, 0) == 8);
  CHECK(workload::in_flight_of(spec, 3, 1) == 8);
  CHECK(workload::in_flight_of(spec, 3, 2) == 4);
  spec.threads = 2;
  CHECK(workload::in_flight_of(spec, 3, 2) == 0);
  spec.kind = workload::WorkloadKind::open_loop;
  spec.limit = 99;
  CHECK(workload::in_flight_of(spec, 3, 1) == 99);
}

TEST_CASE("A vcpu drives all of its queues, and kicks each once a round") {
  vm::MachineSpec machine = one_synchronous_vm();
  machine.vms[0].devices[0].queues = 3;  // one vcpu: all three are its own
  const ObservedRun run = run_machine(machine, ps::profile(), 1_ms);
  const Duration round = 3 * (ps::post + ps::kick_test + ps::exit_pio + ps::exit_userspace + ps::pop +
                              ps::push + ps::interrupt_test + ps::reap);
  CHECK(run.completions[5] - run.completions[2] == round);
}

TEST_CASE("Queues are dealt to the vcpus in turn: two vcpus with a core each do twice the work of one") {
  vm::MachineSpec machine = one_synchronous_vm();
  const ObservedRun one = run_machine(machine, ps::profile(), 1_ms);
  machine.vms[0].vcpus = 2;
  machine.vms[0].devices[0].queues = 2;
  machine.vms[0].devices[0].server.kind = server::ServerKind::vcpu;
  machine.vms[0].workload.compute = Distribution::fixed(20_us);  // rarely both at the lock
  const ObservedRun two = run_machine(machine, ps::profile(), 4_ms);
  machine.vms[0].vcpus = 1;
  machine.vms[0].devices[0].queues = 1;
  const ObservedRun half = run_machine(machine, ps::profile(), 4_ms);
  CHECK(one.latencies.size() > half.latencies.size() / 4);
  CHECK(static_cast<double>(two.latencies.size()) ==
        Approx(2.0 * static_cast<double>(half.latencies.size())).epsilon(0.03));
}

TEST_CASE("Two VMs share nothing but the host: on cores of their own each runs as if alone") {
  vm::MachineSpec machine = one_synchronous_vm();
  const ObservedRun alone = run_machine(machine, ps::profile(), 1_ms);
  machine.vms[0].count = 2;
  const ObservedRun both = run_machine(machine, ps::profile(), 1_ms);
  CHECK(both.latencies.size() == 2 * alone.latencies.size());
  CHECK(both.steady_latency(0) == alone.steady_latency(0));
}

TEST_CASE("A synchronous device with an asynchronous backend completes in the main loop, with an interrupt") {
  vm::MachineSpec machine = one_synchronous_vm();
  machine.vms[0].devices[0].backend.kind = device::BackendKind::fixed;
  machine.vms[0].devices[0].backend.latency = Distribution::fixed(50_us);
  const ObservedRun run = run_machine(machine, ps::profile(), 2_ms);
  CHECK(run.latencies.size() > 15);
  CHECK(run.interrupts - run.latencies.size() <= 1);
  CHECK(run.full_exits - run.latencies.size() <= 1);
}

TEST_CASE("The guest kicks the device that its workload names, wherever that stands in the list") {
  const ObservedRun alone = run_machine(one_vm(), ps::profile(), 1_ms);
  vm::MachineSpec machine = one_vm();
  std::vector<device::DeviceSpec>& devices = machine.vms[0].devices;
  devices.insert(devices.begin(), devices.front());
  devices.front().name = "silent";
  const ObservedRun second = run_machine(machine, ps::profile(), 1_ms);
  CHECK(second.completions.size() == alone.completions.size());
  CHECK(second.kicks == alone.kicks);
  CHECK(second.steady_latency() == alone.steady_latency());
}
