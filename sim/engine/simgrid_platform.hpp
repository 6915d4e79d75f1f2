#pragma once
#include <array>
#include <cstdint>

namespace simgrid::s4u {
class Host;
class Link;
}  // namespace simgrid::s4u

/// SimGrid's platform: two hosts, and a link for each direction between them (a full-duplex cable). It is
/// made once in a process and used by one simulation after the other, each with a bandwidth of its own.
namespace kickpath::engine {

struct SimGridPlatform {
  std::array<simgrid::s4u::Host*, 2> hosts;
  std::array<simgrid::s4u::Link*, 2> from;  ///< by the host that sends
};

/// After SimGrid's engine has been made, and before its first run. A program that has made a platform of its
/// own has none.
bool has_foreign_platform();
const SimGridPlatform& simgrid_platform();

}  // namespace kickpath::engine
