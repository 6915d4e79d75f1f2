#include "simgrid_platform.hpp"

#include <simgrid/s4u.hpp>

#include "error.hpp"

namespace kickpath::engine {

namespace sg4 = simgrid::s4u;

namespace {

constexpr const char* zone_name = "kickpath";
constexpr double any_rate = 1e9;  // of hosts, which compute nothing, and of links until a wire says its own

SimGridPlatform make() {
  auto* zone = sg4::create_full_zone(zone_name);
  SimGridPlatform made{{zone->create_host("host", any_rate), zone->create_host("remote", any_rate)}, {}};
  for (std::size_t end : {0u, 1u}) {
    made.from[end] = zone->create_link(end == 0 ? "there" : "back", any_rate)->set_latency(0)->seal();
    zone->add_route(made.hosts[end]->get_netpoint(), made.hosts[1 - end]->get_netpoint(), nullptr, nullptr,
                    {sg4::LinkInRoute(made.from[end])}, false);
  }
  zone->seal();
  return made;
}

}  // namespace

bool has_foreign_platform() {
  const auto* root = sg4::Engine::get_instance()->get_netzone_root();
  return root != nullptr && root->get_name() != zone_name;
}

const SimGridPlatform& simgrid_platform() {
  check_invariant(!has_foreign_platform(), "SimGrid has another platform in this process");
  static const SimGridPlatform platform = make();
  return platform;
}

}  // namespace kickpath::engine
