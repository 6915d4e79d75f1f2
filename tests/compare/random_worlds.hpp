#pragma once
#include <string>

#include "compare/side.hpp"
#include "support/one_vm.hpp"

namespace kickpath::testing {

/// A vcpu that posts a request, serves it itself in an exponential time of this mean, and computes until the
/// next one. Everything else takes a fixed time, so the mean latency of two such worlds differs by what their
/// means do. Streams are called by the VM: worlds whose VMs have other names share no random number.
inline compare::Side random_world(Duration mean_service, const std::string& vm = "vm",
                                  Duration length = Duration{10'000'000'000}) {
  using namespace literals;
  compare::Side side;
  side.spec.name = "random";
  side.spec.machine = one_synchronous_vm();
  vm::VmSpec& spec = side.spec.machine.vms[0];
  spec.name = vm;
  spec.devices[0].backend.kind = device::BackendKind::fixed;
  spec.devices[0].backend.service = Distribution::exponential(mean_service);
  spec.workload.compute = Distribution::exponential(20_us);
  side.spec.run.warmup = 1_ms;
  side.spec.run.duration = length;
  side.profile =
      profile_of({{Component::exit_pio, 3_us}, {Component::ring_post, 10_ns}, {Component::ring_reap, 10_ns}});
  return side;
}

}  // namespace kickpath::testing
