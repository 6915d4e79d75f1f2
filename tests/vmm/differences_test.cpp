#include <catch2/catch.hpp>

#include "limits.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using namespace kickpath::vmm;

/// What the host does in its own way: told, not refused.
namespace {

using Texts = std::vector<std::string>;
const Texts nothing;

/// A host whose module has the defaults of a scenario.
hostfacts::HostRecord usual_host() {
  hostfacts::HostRecord host;
  host.kvm.emplace();
  host.kvm->parameters = {{"kvm.halt_poll_ns", "200000"},
                          {"kvm.halt_poll_ns_grow", "2"},
                          {"kvm.halt_poll_ns_grow_start", "10000"},
                          {"kvm.halt_poll_ns_shrink", "2"}};
  return host;
}

hostfacts::HostRecord host_with(const char* parameter, std::optional<std::string> value) {
  hostfacts::HostRecord host = usual_host();
  host.kvm->parameters["kvm." + std::string(parameter)] = std::move(value);
  return host;
}

Limits plain() {
  Limits limits = everything();
  limits.has_apicv = false;
  return limits;
}

Texts told(const hostfacts::HostRecord& host, const vm::VmSpec& group = vm_of(1, 1),
           const Limits& limits = plain()) {
  return differences(machine_of(group), limits, host);
}

}  // namespace

TEST_CASE("A host that does as the scenario says has no differences") {
  CHECK(told(usual_host()) == nothing);
}

TEST_CASE(
    "Cores of the scenario that are threads of one core of the host are told, those it does not use are "
    "not") {
  Limits limits = plain();
  limits.cpus = {0, 2, 4, 5};
  limits.siblings = {{0, 1}, {2, 3}, {4, 5}, {4, 5}};
  const auto told_of = [&](std::uint32_t cores) {
    return differences(machine_of(vm_of(1, 1), cores), limits, usual_host());
  };
  CHECK(told_of(3) == nothing);
  CHECK(told_of(4) ==
        Texts{"host: cores 2 and 3 are threads of one core here (cpus 4 and 5); taskset chooses others"});
  limits.siblings.clear();
  CHECK(told_of(4) == nothing);
}

TEST_CASE("Each parameter of halt polling that is the module's own is told with both values") {
  CHECK(told(host_with("halt_poll_ns_grow", "3")) ==
        Texts{"vm: halt_poll.grow is 2, but kvm.halt_poll_ns_grow is 3 on this host"});
  CHECK(told(host_with("halt_poll_ns_grow_start", "50000")) ==
        Texts{"vm: halt_poll.grow_start is 10000, but kvm.halt_poll_ns_grow_start is 50000 on this host"});
  CHECK(told(host_with("halt_poll_ns_shrink", "0")) ==
        Texts{"vm: halt_poll.shrink is 2, but kvm.halt_poll_ns_shrink is 0 on this host"});
}

TEST_CASE("The maximum is set for each VM, and differs only where KVM cannot do that") {
  const hostfacts::HostRecord host = host_with("halt_poll_ns", "50000");
  CHECK(told(host) == nothing);
  Limits limits = plain();
  limits.has_halt_poll = false;
  CHECK(told(host, vm_of(1, 1), limits) ==
        Texts{"vm: halt_poll.max is 200000, but kvm.halt_poll_ns is 50000 on this host"});
  CHECK(told(usual_host(), vm_of(1, 1), limits) == nothing);
}

TEST_CASE("Who does not poll does not care how polling grows") {
  vm::VmSpec spec = vm_of(1, 1);
  spec.vcpu.halt_poll.max = 0_us;
  CHECK(told(host_with("halt_poll_ns_grow", "3"), spec) == nothing);
  spec.vcpu.halt_poll.max = 1_ps;
  CHECK(told(host_with("halt_poll_ns_grow", "3"), spec).size() == 1);
}

TEST_CASE("What nobody can read is no difference") {
  CHECK(told(host_with("halt_poll_ns_grow", std::nullopt)) == nothing);
  hostfacts::HostRecord without = usual_host();
  without.kvm->parameters.clear();
  CHECK(told(without) == nothing);
  without.kvm.reset();
  CHECK(told(without) == nothing);
}

TEST_CASE("A virtualised APIC that the scenario does not ask for is told") {
  Limits limits = plain();
  vm::VmSpec spec = vm_of(1, 1);
  CHECK(told(usual_host(), spec, limits) == nothing);
  limits.has_apicv.reset();
  CHECK(told(usual_host(), spec, limits) == nothing);
  limits.has_apicv = true;
  CHECK(told(usual_host(), spec, limits) == Texts{"vm: apicv is false, but this KVM virtualises the APIC"});
  spec.vcpu.apicv = true;
  CHECK(told(usual_host(), spec, limits) == nothing);
}

TEST_CASE("Each group of VMs is told by its name") {
  vm::MachineSpec machine = machine_of(vm_of(1, 1));
  machine.vms.push_back(vm_of(1, 1));
  machine.vms[1].name = "other";
  const Texts texts = differences(machine, plain(), host_with("halt_poll_ns_shrink", "0"));
  REQUIRE(texts.size() == 2);
  CHECK_THAT(texts[0], Catch::StartsWith("vm: "));
  CHECK_THAT(texts[1], Catch::StartsWith("other: "));
}
