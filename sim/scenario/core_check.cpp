#include "scenario/core_check.hpp"

#include <fmt/format.h>
#include <vector>

#include "scenario/host_shape.hpp"
#include "scenario/placement_shape.hpp"
#include "scenario/words.hpp"

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

/// A host as far as placements go by it.
struct Cores {
  std::uint32_t count;
  const char* owner;
};

void check_core(std::uint32_t core, const Cores& cores, const Spot& spot) {
  if (core >= cores.count)
    spot.error(fmt::format("core {} does not exist ({} has {})", core, cores.owner,
                           cores.count == 1 ? "0" : fmt::format("0-{}", cores.count - 1)));
}

void check_list(const std::vector<std::uint32_t>& list, const Cores& cores, const Spot& spot) {
  for (std::size_t i = 0; i < list.size(); ++i) check_core(list[i], cores, spot.at(i));
}

void check_placement(const Cores& cores, const Spot& spot) {
  const auto placement = read_alone(placement_shape(), spot);
  if (!placement) return;
  check_list(placement->vcpu_cores, cores, spot.at("vcpus"));
  check_list(placement->server_cores, cores, spot.at("servers"));
  if (placement->servers == vm::PlacementSpec::Servers::other_core && cores.count == 1)
    spot.at("servers").error("a host with one core has no other core");
}

/// The host that an entry says it is on.
HostId host_at(const Spot& on, HostId otherwise = first_host) {
  return read_alone(shape_of(host_words()), on).value_or(otherwise);
}

/// Both hosts of a scenario, those of them that are there and good.
class Hosts {
 public:
  explicit Hosts(const Spot& root)
      : first_(cores_of(root.at("host"), "host")),
        remote_(cores_of(root.at("remote").at("host"), "the remote host")) {}

  /// None: unknown.
  const std::optional<Cores>& of(HostId id) const { return id == remote_host ? remote_ : first_; }

 private:
  static std::optional<Cores> cores_of(const Spot& spot, const char* owner) {
    const auto host = read_alone(host_shape(), spot);
    return host ? std::optional(Cores{host->cores, owner}) : std::nullopt;
  }

  std::optional<Cores> first_, remote_;
};

void check_peers(const Hosts& hosts, HostId guest, const Spot& devices) {
  for (std::size_t d = 0; d < devices.node().items.size(); ++d) {
    const Spot peer = devices.at(d).at("net").at("peer");
    const auto& cores = hosts.of(host_at(peer.at("on"), guest));
    const auto core = read_alone(config::integer<std::uint32_t>(0, 1023), peer.at("core"));
    if (cores && core) check_core(*core, *cores, peer.at("core"));
  }
}

}  // namespace

void check_cores(const Spot& root) {
  const Hosts hosts(root);
  for (std::size_t i = 0; i < root.at("vms").node().items.size(); ++i) {
    const Spot vm = root.at("vms").at(i);
    const HostId on = host_at(vm.at("on"));
    if (const auto& cores = hosts.of(on)) check_placement(*cores, vm.at("placement"));
    check_peers(hosts, on, vm.at("devices"));
  }
  for (const auto& row : host_words()) {
    const Spot spot = root.at("remote").at("link").at("napi").at(row.word);
    const auto& cores = hosts.of(row.value);
    const auto list = read_alone(cores_shape(), spot);
    if (cores && list) check_list(*list, *cores, spot);
  }
  for (std::size_t i = 0; i < root.at("background").node().items.size(); ++i) {
    const Spot entry = root.at("background").at(i);
    const auto& cores = hosts.of(host_at(entry.at("on")));
    const auto list = read_alone(cores_shape(), entry.at("placement"));
    if (cores && list) check_list(*list, *cores, entry.at("placement"));
  }
}

}  // namespace kickpath::scenario
