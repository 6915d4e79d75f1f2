#include "scenario/load.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;

namespace {

const std::string every_key = SCENARIO_TESTS "/every-key.yaml";

scenario::Loaded<scenario::ScenarioSpec> load(const std::vector<std::string>& overrides = {}) {
  config::Errors errors;
  auto loaded = scenario::load_scenario(every_key, overrides, errors);
  REQUIRE(errors.format() == "");
  return *loaded;
}

}  // namespace

TEST_CASE("Every key of a second host and of connections reaches the specs") {
  const vm::MachineSpec machine = load().value.machine;
  REQUIRE(machine.remote);
  CHECK(machine.remote->host.cores == 3);
  CHECK(machine.remote->host.scheduler.policy == "cfs");
  CHECK(machine.remote->link.bandwidth == 1'250'000'000);
  CHECK(machine.remote->link.latency == 20_us);
  CHECK(machine.remote->link.queue == 500);
  CHECK(machine.remote->link.napi.host == std::vector<std::uint32_t>{1});
  CHECK(machine.remote->link.napi.remote == std::vector<std::uint32_t>{2, 0});
  REQUIRE(machine.vms.size() == 4);
  CHECK(machine.vms[0].on == first_host);
  CHECK(machine.vms[1].devices[0].net.peer.vm == "far");
  CHECK(machine.vms[2].on == remote_host);
  CHECK(machine.vms[2].workload.kind == workload::WorkloadKind::peer);
  CHECK(machine.vms[3].devices[0].net.peer.on == remote_host);
  CHECK(machine.vms[3].devices[0].net.peer.core == 2u);
  CHECK(machine.background[0].on == first_host);
}

TEST_CASE("Every key of a scenario reaches the specs") {
  const scenario::ScenarioSpec spec = load().value;
  CHECK(spec.profile == "../profiles/pvm-nested-2026.yaml");
  CHECK(spec.machine.host.cores == 2);
  CHECK(spec.machine.host.hz == 1000u);
  CHECK(spec.machine.host.scheduler.version == "6.18");
  CHECK(spec.machine.host.scheduler.base_slice == 1'400_us);
  CHECK(spec.machine.host.preemption == host::PreemptionKind::lazy);
  CHECK(spec.machine.host.autogroup);
  CHECK(spec.run.duration == 2_s);
  REQUIRE(spec.machine.background.size() == 1);
  CHECK(spec.machine.background[0].nice == 2);
  CHECK(spec.machine.background[0].cores == std::vector<std::uint32_t>{0});
  CHECK(spec.machine.background[0].cgroup.value().weight == 10);  // 1 x 1024 / 100, rounded
  const host::SystemCallSpec call = spec.machine.background[0].system_call.value();
  CHECK(call.length == 3_ms);
  CHECK(call.cond_resched == 1_ms);
  CHECK(call.might_sleep == 500_us);
  REQUIRE(spec.references.size() == 1);
  CHECK(spec.references[0].metric == "bytes_per_s");
  CHECK(spec.references[0].value == 21.7e6);
}

TEST_CASE("Every key of a VM reaches its spec") {
  const vm::VmSpec vm = load().value.machine.vms.at(0);
  CHECK(vm.count == 2);
  CHECK(vm.vcpu.nice == -5);
  CHECK(vm.vcpu.halt_poll.grow == 3);
  CHECK(vm.vcpu.halt_poll.grow_start == 20_us);
  CHECK(vm.vcpu.halt_poll.shrink == 4);
  CHECK(vm.io_bus_devices == 6);
  CHECK(vm.alarm == 250_us);
  CHECK(vm.placement.servers == vm::PlacementSpec::Servers::same_core);
  CHECK(vm.cgroup.value().weight == 3072);
  CHECK(vm.cgroup.value().cpu_max.value().quota == 40_ms);
  CHECK(vm.cgroup.value().cpu_max.value().period == 50_ms);
  CHECK(vm.vcpu.pv_sched_yield);
  CHECK(vm.vcpu.pause_loop.window == 10_us);
  CHECK(vm.vcpu.pause_loop.grow == 3);
  CHECK(vm.workload.lock.value().hold == 2_us);
  CHECK(vm.workload.lock.value().kind == workload::LockKind::test_and_set);
  CHECK(vm.workload.shootdown_every == 7);
  CHECK(vm.workload.threads == 2);
  CHECK(vm.workload.request_bytes == 4096);
  CHECK(vm.workload.direction == workload::Direction::write);
  CHECK(vm.workload.delays_interrupts);
  const device::DeviceSpec& device = vm.devices.at(0);
  CHECK(device.queue.indirect);
  CHECK(device.queue.suppression == virtqueue::Suppression::event_idx);
  CHECK(device.queue.notify_on_empty);
  CHECK(device.driver_features->size() == 3);
  CHECK(device.server.poll.max == 32_us);
  CHECK(device.server.nice == 1);
  CHECK(device.backend.latency == Distribution::exponential(2_us));
  CHECK(load().value.machine.vms.at(3).workload.splits_end);
}

TEST_CASE("A null backend may be written plainly, and counts as the same scenario") {
  const auto plain = load({"vms[0].devices[0].backend={kind: null}"});
  const auto quoted = load({"vms[0].devices[0].backend={kind: \"null\"}"});
  CHECK(plain.value.machine.vms[0].devices[0].backend.kind == device::BackendKind::null);
  CHECK(plain.hash == quoted.hash);
}

TEST_CASE("The hash is of what the file says with its overrides") {
  CHECK(load().hash == load({"run.seed=1"}).hash);
  CHECK(load().hash != load({"run.seed=2"}).hash);
}

TEST_CASE("A server that always polls needs no kick") {
  const auto loaded = load({"vms[0].devices[0].server.poll=always", "vms[0].devices[0].kick=none"});
  CHECK(loaded.value.machine.vms[0].devices[0].server.poll.always);
}

TEST_CASE(
    "Slots of gangs and their strictness reach the scheduler's spec, which has neither where they are not "
    "said") {
  const auto scheduler = [](const char* written) {
    config::Errors errors;
    const auto loaded = scenario::load_scenario(SCENARIO_TESTS "/../../scenarios/mechanisms/gang.yaml",
                                                {std::string{"host.scheduler="} + written}, errors);
    REQUIRE(errors.format() == "");
    return loaded->value.machine.host.scheduler;
  };
  const host::SchedulerSpec full = scheduler("{policy: gang, base: cfs, slot: 100 us, strict: true}");
  CHECK(full.base == "cfs");
  CHECK(full.slot == 100_us);
  CHECK(full.strict == true);
  const host::SchedulerSpec bare = scheduler("gang");
  CHECK(bare.policy == "gang");
  CHECK_FALSE(bare.slot.has_value());
  CHECK_FALSE(bare.strict.has_value());
}

TEST_CASE("A ring holds as many requests as it has entries, and not one more") {
  const std::vector<std::string> direct{
      "vms[0].devices[0].type=blk", "vms[0].devices[0].queue.indirect=false", "vms[0].workload.threads=0"};
  const auto with_depth = [&](const char* depth) {
    auto overrides = direct;
    overrides.push_back(std::string{"vms[0].workload.queue_depth="} + depth);
    config::Errors errors;
    return scenario::load_scenario(every_key, overrides, errors).has_value();
  };
  CHECK(with_depth("85"));        // 85 requests of 3 entries are 255 of 256
  CHECK_FALSE(with_depth("86"));  // 258
}

TEST_CASE("Costs in cycles go by the profile's clock") {
  const auto path = std::filesystem::temp_directory_path() / "kickpath-cycles-test.yaml";
  std::ofstream{path} << "schema: kickpath.profile/1\nname: p\nfrequency: 2 GHz\n"
                         "components:\n  exit.pio: {value: 3000 cycles, source: a test, placeholder: true}\n";
  config::Errors errors;
  const auto profile = scenario::load_profile(path, errors);
  REQUIRE(errors.format() == "");
  const cost::Cost& cost = profile->value[cost::Component::exit_pio];
  CHECK(cost.value == Distribution::fixed(1'500_ns));  // 3000 / 2 GHz
  CHECK(cost.is_placeholder);
  CHECK(profile->value.hz == 250);  // the struct's default
}
