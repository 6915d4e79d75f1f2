#include "scenario/scenario_shape.hpp"

#include <fmt/format.h>
#include <set>

#include "host/run_queue_catalogue.hpp"
#include "scenario/host_shape.hpp"
#include "scenario/peer_check.hpp"
#include "scenario/reference_shape.hpp"
#include "scenario/remote_shape.hpp"
#include "scenario/run_shape.hpp"
#include "scenario/vm_shape.hpp"

namespace kickpath::scenario {

using config::Spot;

namespace {

/// The instances of a group are name0, name1, ...: those of `vm` and of `vm1` may be the same.
void check_names(const std::string& group, std::uint32_t count, std::set<std::string>& taken,
                 const Spot& spot) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string name = group + std::to_string(i);
    if (taken.insert(name).second) continue;
    spot.at("name").error(fmt::format("instance '{}' is there already", name));
    return;
  }
}

void check_groups(const vm::MachineSpec& machine, const Spot& spot) {
  const auto check = [&](const auto& group, const Spot& entry) {
    if (group.on == remote_host && !machine.remote) return;
    const host::SchedulerSpec& scheduler = machine.host_of(group.on).scheduler;
    if (group.cgroup && !host::has_groups(scheduler)) entry.at("cgroup").error(without_groups(scheduler));
  };
  for (std::size_t i = 0; i < machine.vms.size(); ++i) check(machine.vms[i], spot.at("vms").at(i));
  for (std::size_t i = 0; i < machine.background.size(); ++i)
    check(machine.background[i], spot.at("background").at(i));
}

void check_scenario(const ScenarioSpec& spec, const Spot& spot) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < spec.machine.vms.size(); ++i)
    check_names(spec.machine.vms[i].name, spec.machine.vms[i].count, taken, spot.at("vms").at(i));
  for (std::size_t i = 0; i < spec.machine.background.size(); ++i)
    check_names(spec.machine.background[i].name, spec.machine.background[i].count, taken,
                spot.at("background").at(i));
  check_groups(spec.machine, spot);
  check_hosts(spec.machine, spot);
  check_guest_peers(spec.machine, spot);
}

config::Shape<ScenarioSpec> make_shape() {
  using Vms = std::vector<vm::VmSpec>;
  using Background = std::vector<vm::BackgroundSpec>;
  const auto as_text = config::text();
  const config::Shape<host::HostSpec> host = host_shape();
  return config::record<ScenarioSpec>("a scenario")
      .constant("schema", scenario_schema, "format of this file")
      .required("name", &ScenarioSpec::name, config::identifier(), "of the scenario")
      .optional("profile", &ScenarioSpec::profile, as_text,
                "cost profile, relative to this file; or by --profile")
      .required(
          "host", +[](ScenarioSpec& s) -> host::HostSpec& { return s.machine.host; }, host, "the host")
      .optional(
          "remote", +[](ScenarioSpec& s) -> std::optional<vm::RemoteSpec>& { return s.machine.remote; },
          remote_shape(), "a second host")
      .required(
          "vms", +[](ScenarioSpec& s) -> Vms& { return s.machine.vms; }, config::list_of(vm_shape(), 1),
          "groups of VMs")
      .optional(
          "background", +[](ScenarioSpec& s) -> Background& { return s.machine.background; },
          config::list_of(background_shape()), "other load of the host")
      .optional("run", &ScenarioSpec::run, run_shape(), "how long, how often")
      .optional("reference", &ScenarioSpec::references, references_shape(),
                "published figures to compare with")
      .check(check_scenario);
}

}  // namespace

// Made once: that takes four times as long as reading a scenario by it.
config::Shape<ScenarioSpec> scenario_shape() {
  static const config::Shape<ScenarioSpec> shape = make_shape();
  return shape;
}

}  // namespace kickpath::scenario
