#include "scenario/scenario_shape.hpp"

#include <fmt/format.h>
#include <set>

#include "scenario/host_shape.hpp"
#include "scenario/run_shape.hpp"
#include "scenario/vm_shape.hpp"

namespace kickpath::scenario {

using config::Spot;

namespace {

void check_core(std::uint32_t core, std::uint32_t cores, const Spot& spot) {
  if (core < cores) return;
  spot.error(fmt::format("core {} does not exist (host has {})", core,
                         cores == 1 ? "0" : fmt::format("0-{}", cores - 1)));
}

void check_cores(const std::vector<std::uint32_t>& list, std::uint32_t cores, const Spot& spot) {
  for (std::size_t i = 0; i < list.size(); ++i) check_core(list[i], cores, spot.at(i));
}

void check_placement(const vm::VmSpec& spec, std::uint32_t cores, const Spot& spot) {
  check_cores(spec.placement.vcpu_cores, cores, spot.at("vcpus"));
  check_cores(spec.placement.server_cores, cores, spot.at("servers"));
  if (spec.placement.servers == vm::PlacementSpec::Servers::other_core && cores == 1)
    spot.at("servers").error("a host with one core has no other core");
}

void check_group_name(const std::string& name, std::set<std::string>& taken, const Spot& spot) {
  if (!taken.insert(name).second) spot.at("name").error(fmt::format("group '{}' is there already", name));
}

void check_scenario(const ScenarioSpec& spec, const Spot& spot) {
  const std::uint32_t cores = spec.machine.host.cores;
  std::set<std::string> names;
  for (std::size_t i = 0; i < spec.machine.vms.size(); ++i) {
    check_group_name(spec.machine.vms[i].name, names, spot.at("vms").at(i));
    check_placement(spec.machine.vms[i], cores, spot.at("vms").at(i).at("placement"));
  }
  for (std::size_t i = 0; i < spec.machine.background.size(); ++i) {
    check_group_name(spec.machine.background[i].name, names, spot.at("background").at(i));
    check_cores(spec.machine.background[i].cores, cores, spot.at("background").at(i).at("placement"));
  }
}

}  // namespace

config::Shape<ScenarioSpec> scenario_shape() {
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
      .required(
          "vms", +[](ScenarioSpec& s) -> Vms& { return s.machine.vms; }, config::list_of(vm_shape(), 1),
          "groups of VMs")
      .optional(
          "background", +[](ScenarioSpec& s) -> Background& { return s.machine.background; },
          config::list_of(background_shape()), "other load of the host")
      .optional("run", &ScenarioSpec::run, run_shape(), "how long, how often")
      .optional("reference", &ScenarioSpec::reference, reference_shape(),
                "a published figure to compare with")
      .check(check_scenario);
}

}  // namespace kickpath::scenario
