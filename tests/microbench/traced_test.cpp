#include <catch2/catch.hpp>

#include "microbench/bench.hpp"
#include "support/distinct_costs.hpp"

using namespace kickpath;
using namespace kickpath::testing;
namespace p = kickpath::testing::ps;

namespace {

Duration phase(const std::string& name) { return microbench::find("trace." + name)->run(p::profile()); }
Duration vmexit(const std::string& name) { return microbench::find("vmexit." + name)->run(p::profile()); }

const Duration way_out = p::exit_pio / 2;
const Duration way_in = p::exit_pio - way_out;

}  // namespace

TEST_CASE("The simulator's own events make the phases of a trace") {
  CHECK(phase("exit.to_kick.pio") == way_out);
  CHECK(phase("kick.to_waking") == p::eventfd_signal);
  CHECK(phase("waking.to_entry") == p::wake_remote + p::ipi_send_idle + way_in);
  CHECK(phase("server_waking.to_switch.idle_core") == p::wake_remote + p::ipi_send_idle + p::idle_exit);
  CHECK(phase("server_waking.to_switch.busy_core") == p::wake_remote + p::ipi_send + p::ipi_busy);
  CHECK(phase("server_waking.to_switch.same_core") == p::wake_local);
}

TEST_CASE("An interrupt's phases differ by what its vcpu is doing") {
  CHECK(phase("interrupt.to_eoi.running") == p::ipi_send + p::kick_guest + p::inject);
  CHECK(phase("switch.to_vcpu_wakeup") == p::sched_switch);
  CHECK(phase("vcpu_wakeup.to_entry") == p::unblock);
  CHECK(phase("vcpu_wakeup.to_eoi") == p::unblock + p::inject);
  CHECK(phase("resume.to_entry") == p::sched_switch + p::vcpu_in + way_in);
  CHECK(phase("resume.to_eoi") == p::sched_switch + p::vcpu_in + way_in + p::inject);
}

TEST_CASE("kvm-unit-tests' exits are the model's") {
  CHECK(vmexit("vmcall") == p::exit_hypercall);
  CHECK(vmexit("outl_to_kernel") == p::exit_pio);
  CHECK(vmexit("wr_tsc_adjust_msr") == p::exit_msr);
  CHECK(vmexit("inl_from_qemu") == p::exit_pio + p::exit_userspace);
  CHECK(vmexit("mmio-wildcard-eventfd:pci-mem") == p::exit_mmio_wildcard + p::eventfd_signal);
}
