#include <catch2/catch.hpp>

#include "support/distinct_costs.hpp"
#include "support/scripted_vcpu.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using vcpu::ExitKind;

/// What the APIC of a VM can: how a running guest is told, and how it ends an interrupt. A sender on core 1
/// raises so many vectors at 100 us, back to back.
namespace {

constexpr Duration doorbell{130'069};

cost::CostProfile profile() {
  cost::CostProfile p = ps::profile();
  p[Component::irq_avic_doorbell].value = Distribution::fixed(doorbell);
  return p;
}

struct Scene {
  Scene(const vcpu::VcpuSpec& spec, vcpu::Vector vectors)
      : machine(host_of(2), profile()),
        target(machine, spec, [](vcpu::Vcpu& guest) { guest.compute(10_ms); }) {
    machine.host.probes.ipi_send.subscribe([this](host::Task*, CoreId, host::IpiReason) { ++ipis; });
    machine.task("sender", 1, [this, vectors](host::Task& self) {
      self.kernel(100_us - machine.now());
      for (vcpu::Vector v = 1; v <= vectors; ++v) target.vcpu.raise(v, self);
      sender_goes_on = machine.now();
    });
    machine.run_until(20_ms);
  }
  ScriptedHost machine;
  ScriptedVcpu target;
  int ipis = 0;
  Duration sender_goes_on{};
};

int eoi_exits(const vcpu::VcpuSpec& spec, vcpu::Vector vectors) {
  Scene scene(spec, vectors);
  return scene.target.exits[ExitKind::eoi];
}

vcpu::VcpuSpec spec_of(bool apicv, bool avic, bool pv_eoi) {
  vcpu::VcpuSpec spec = without_halt_poll();
  spec.apicv = apicv;
  spec.avic = avic;
  spec.pv_eoi = pv_eoi;
  return spec;
}

}  // namespace

TEST_CASE("AVIC: the sender rings a doorbell instead of sending an IPI, and the guest is not left") {
  const Scene scene(spec_of(false, true, false), 1);
  CHECK(scene.sender_goes_on == 100_us + doorbell);
  CHECK(scene.target.interrupts.at(0).second == 100_us + doorbell + ps::posted);
  CHECK(scene.ipis == 0);
  CHECK(scene.target.exits.count(ExitKind::external_interrupt) == 0);
  CHECK(scene.target.exits.count(ExitKind::eoi) == 0);
}

TEST_CASE(
    "Every EOI exits without a virtualised APIC, none with one, and with PV EOI only what has something "
    "behind it") {
  struct Row {
    vcpu::VcpuSpec spec;
    int one, three;  ///< EOI exits after so many vectors at once
  };
  const Row rows[] = {
      {spec_of(false, false, false), 1, 3},
      {spec_of(true, false, false), 0, 0},
      {spec_of(false, true, false), 0, 0},
      {spec_of(false, false, true), 0, 2},  // the last of three finds nothing else pending
  };
  for (const Row& row : rows) {
    CHECK(eoi_exits(row.spec, 1) == row.one);
    CHECK(eoi_exits(row.spec, 3) == row.three);
  }
}

TEST_CASE("PV EOI saves the time of the EOI's exit and nothing else") {
  const auto done = [](const vcpu::VcpuSpec& spec) {
    Duration end{};
    ScriptedHost machine(host_of(2), profile());
    ScriptedVcpu target(machine, spec, [&](vcpu::Vcpu& guest) {
      guest.compute(1_ms);
      end = machine.now();
    });
    machine.task("sender", 1, [&](host::Task& self) { target.vcpu.raise(1, self); });
    machine.run_until(20_ms);
    return end;
  };
  const Duration with_exits = done(spec_of(false, false, false));
  CHECK(with_exits - done(spec_of(false, false, true)) == ps::eoi);
}
