#include <string>

#include <catch2/catch.hpp>

#include "real_machine.hpp"

using namespace kickpath;
using namespace kickpath::testing;

TEST_CASE("A machine that was never started, or is torn down in the middle, ends all its threads") {
  vm::VmSpec spec = one_ring();
  spec.count = 2;
  spec.vcpus = 2;
  { const RealMachine never_started(machine_of(spec)); }
  RealMachine real(machine_of(spec));
  real.machine.start([] {});
  real.machine.run_for(20_ms, [] {});
  // No stop(): as when Ctrl-C unwinds.
}

TEST_CASE("What the caller throws while it waits ends the run") {
  struct Enough {};
  RealMachine real(machine_of(one_ring()));
  real.machine.start([] {});
  CHECK_THROWS_AS(real.machine.run_for(60_s, [] { throw Enough{}; }), Enough);
}

TEST_CASE("A guest that waits for a completion which does not come is killed and reported") {
  vm::VmSpec spec = one_ring();
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.latency = Distribution::fixed(100'000_s);
  RealMachine real(machine_of(spec), 300_ms);
  real.machine.start([] {});
  std::string said;
  try {
    real.machine.run_for(60_s, [] {});
  } catch (const std::exception& error) {
    said = error.what();
  }
  CHECK_THAT(said, Catch::Contains("VM vm0 hangs") && Catch::Contains("posted 1, completed 0"));
}
