#include "placement/placement_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seating/seats.hpp"

namespace kickpath::placement {

using vm::PlacementSpec;

namespace {

bool sit_alike(const vm::MachineSpec& a, const vm::MachineSpec& b) {
  const auto of_a = seating::seats(a), of_b = seating::seats(b);
  for (std::size_t i = 0; i < of_a.size(); ++i)
    if (of_a[i].vcpus != of_b[i].vcpus || of_a[i].servers != of_b[i].servers) return false;
  return true;
}

void say_servers(vm::MachineSpec& machine, std::size_t group) {
  const PlacementSpec listed = machine.vms[group].placement;
  if (listed.servers != PlacementSpec::Servers::cores || listed.vcpus == PlacementSpec::Vcpus::any) return;
  for (const auto word : {PlacementSpec::Servers::same_core, PlacementSpec::Servers::other_core}) {
    vm::MachineSpec said = machine;
    said.vms[group].placement.servers = word;
    said.vms[group].placement.server_cores.clear();
    if (!sit_alike(said, machine)) continue;
    machine = std::move(said);
    return;
  }
}

void say_vcpus(vm::MachineSpec& machine, std::size_t group) {
  if (machine.vms[group].placement.vcpus != PlacementSpec::Vcpus::cores) return;
  vm::MachineSpec said = machine;
  said.vms[group].placement.vcpus = PlacementSpec::Vcpus::spread;
  said.vms[group].placement.vcpu_cores.clear();
  if (sit_alike(said, machine)) machine = std::move(said);
}

std::string vcpus_text(const PlacementSpec& placement) {
  switch (placement.vcpus) {
    case PlacementSpec::Vcpus::any:
      return "any";
    case PlacementSpec::Vcpus::spread:
      return "spread";
    case PlacementSpec::Vcpus::cores:
      break;
  }
  return fmt::format("{}", fmt::join(placement.vcpu_cores, " "));
}

std::string servers_text(const PlacementSpec& placement) {
  switch (placement.servers) {
    case PlacementSpec::Servers::any:
      return "any";
    case PlacementSpec::Servers::same_core:
      return "same-core";
    case PlacementSpec::Servers::other_core:
      return "other-core";
    case PlacementSpec::Servers::cores:
      break;
  }
  return fmt::format("{}", fmt::join(placement.server_cores, " "));
}

}  // namespace

vm::MachineSpec with_placement_words(vm::MachineSpec machine) {
  for (std::size_t group = 0; group < machine.vms.size(); ++group) {
    say_servers(machine, group);
    say_vcpus(machine, group);
  }
  return machine;
}

std::string placement_text(const vm::MachineSpec& machine) {
  std::string text;
  for (const vm::VmSpec& group : with_placement_words(machine).vms)
    text += fmt::format("{}{}: vcpus {}, servers {}", text.empty() ? "" : "; ", group.name,
                        vcpus_text(group.placement), servers_text(group.placement));
  return text;
}

}  // namespace kickpath::placement
