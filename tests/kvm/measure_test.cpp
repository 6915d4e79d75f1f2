#include <catch2/catch.hpp>

#include "real_machine.hpp"
#include "vmm/run.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

vmm::RunPlan short_plan() {
  vmm::RunPlan plan;
  plan.machine = machine_of(one_ring());
  plan.warmup = 20_ms;
  plan.duration = 100_ms;
  plan.replicas = 2;
  plan.guest_patience = patience;
  plan.is_gated = false;
  return plan;
}

}  // namespace

TEST_CASE("A run has its replicas, and what a result must know is known") {
  const vmm::RunPlan plan = short_plan();
  const vmm::Limits limits = vmm::limits_of(kvm_here(), hostfacts::read_host_record(hostfacts::HostFiles{}));
  double last = 0;
  const vmm::MeasuredRun run = vmm::run(kvm_here(), plan, rates_here(), limits, [&](double done) {
    CHECK(done >= 0);
    CHECK(done <= 1);
    last = done;
  });
  CHECK(last > 0.4);
  REQUIRE(run.replicas.size() == 2);
  CHECK(run.repeats == 2);
  CHECK(run.rejected == 0);
  for (const results::Replica& replica : run.replicas) {
    CHECK(replica.measured >= 100_ms);
    const results::Counts& counts = replica.vms.at(0).counts;
    CHECK(known(counts.ops) > 0);
    CHECK(replica.vms[0].latency.n() > 0);
    CHECK(counts.kicks.is_known());
    CHECK(counts.interrupts.is_known());
    CHECK(counts.full_exits.is_known());
    CHECK(counts.partial_exits.is_known());
    CHECK(counts.context_switches.is_known());
    CHECK(counts.cpu_time.get().value() > Duration::zero());
    CHECK_FALSE(counts.ipis.is_known());
    CHECK_FALSE(counts.line_transfers.is_known());
    CHECK(replica.cores.size() == cpus_here().size());
  }
}

TEST_CASE("The account of a thread grows with what it does") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.service = Distribution::fixed(500_us);
  RealMachine real(machine_of(spec));
  real.machine.start([] {});
  real.machine.run_for(100_ms, [] {});
  const vmm::Reading reading = vmm::read_counts(real.machine, hostfacts::HostFiles{});
  REQUIRE(reading.thread_times[0].size() == 2);  // vcpu, iothread
  CHECK(reading.thread_times[0][1] > 1_ms);
  real.machine.stop([] {});
}
