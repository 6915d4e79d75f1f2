#include "scenario/core_check.hpp"

#include <fmt/format.h>
#include <vector>

#include "scenario/host_shape.hpp"
#include "scenario/placement_shape.hpp"

namespace kickpath::scenario {

using config::Spot;

namespace {

/// What is there and good; mistakes within are told by whoever reads the file for good.
template <class T>
std::optional<T> read_alone(const config::Shape<T>& shape, const Spot& spot) {
  config::Errors ignored;
  config::Reading reading{ignored, spot.clock()};
  T value{};
  if (!spot.exists() || !shape.read(spot.with(reading), value)) return std::nullopt;
  return value;
}

void check_list(const std::vector<std::uint32_t>& list, std::uint32_t cores, const Spot& spot) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i] >= cores)
      spot.at(i).error(fmt::format("core {} does not exist (host has {})", list[i],
                                   cores == 1 ? "0" : fmt::format("0-{}", cores - 1)));
}

void check_placement(std::uint32_t cores, const Spot& spot) {
  const auto placement = read_alone(placement_shape(), spot);
  if (!placement) return;
  check_list(placement->vcpu_cores, cores, spot.at("vcpus"));
  check_list(placement->server_cores, cores, spot.at("servers"));
  if (placement->servers == vm::PlacementSpec::Servers::other_core && cores == 1)
    spot.at("servers").error("a host with one core has no other core");
}

void check_peers(std::uint32_t cores, const Spot& devices) {
  for (std::size_t d = 0; d < devices.node().items.size(); ++d) {
    const Spot spot = devices.at(d).at("net").at("peer").at("core");
    const auto core = read_alone(config::integer<std::uint32_t>(0, 1023), spot);
    if (core && *core >= cores)
      spot.error(fmt::format("core {} does not exist (host has {})", *core,
                             cores == 1 ? "0" : fmt::format("0-{}", cores - 1)));
  }
}

}  // namespace

void check_cores(const Spot& root) {
  const auto host = read_alone(host_shape(), root.at("host"));
  if (!host) return;
  for (std::size_t i = 0; i < root.at("vms").node().items.size(); ++i) {
    check_placement(host->cores, root.at("vms").at(i).at("placement"));
    check_peers(host->cores, root.at("vms").at(i).at("devices"));
  }
  for (std::size_t i = 0; i < root.at("background").node().items.size(); ++i) {
    const Spot spot = root.at("background").at(i).at("placement");
    if (const auto cores = read_alone(cores_shape(), spot)) check_list(*cores, host->cores, spot);
  }
}

}  // namespace kickpath::scenario
