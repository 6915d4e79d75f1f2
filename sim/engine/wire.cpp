#include "wire.hpp"

#include "simgrid_activity.hpp"
#include "simgrid_platform.hpp"

namespace kickpath::engine {

namespace sg4 = simgrid::s4u;

Wire::Wire(Simulation& simulation, const WireSpec& spec) : simulation_(simulation), latency_(spec.latency) {
  for (sg4::Link* link : simgrid_platform().from)
    link->set_bandwidth(static_cast<double>(spec.bytes_per_second));
}

void Wire::send(WireEnd from, std::uint64_t bytes) {
  const std::size_t sender = from == WireEnd::near ? 0 : 1;
  await(simulation_, [sender, bytes] {
    const SimGridPlatform& platform = simgrid_platform();
    return sg4::Comm::sendto_async(platform.hosts[sender], platform.hosts[1 - sender], bytes);
  });
}

}  // namespace kickpath::engine
