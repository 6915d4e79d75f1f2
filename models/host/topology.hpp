#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include "host/topology_spec.hpp"
#include "time/ids.hpp"

/// Which logical CPUs share a core, and which a socket. Numbered as Linux does on most machines: first the
/// first threads of all cores, socket by socket, then the second threads in the same order.
namespace kickpath::host {

enum class Distance : std::uint8_t {
  self,
  sibling,  ///< another thread of the same core: first-level caches are shared
  near,     ///< same socket: the last-level cache is shared
  far       ///< another socket, which is another NUMA node
};

class Topology {
 public:
  /// One socket, one thread a core.
  explicit Topology(std::uint32_t cores) : physical_(cores), of_socket_(cores), logical_(cores) {}
  explicit Topology(const TopologySpec& spec)
      : physical_(spec.physical_cores()), of_socket_(spec.cores), logical_(spec.logical_cores()) {}

  std::size_t cores() const { return logical_; }
  bool has_siblings() const { return logical_ != physical_; }
  bool has_sockets() const { return physical_ != of_socket_; }
  /// All distances are `self` or `near`.
  bool is_flat() const { return !has_siblings() && !has_sockets(); }

  /// Logical ones.
  std::size_t cores_sharing_cache() const { return of_socket_ * (logical_ / physical_); }

  /// Counted over all sockets.
  std::uint32_t physical_core_of(CoreId core) const { return core.value % physical_; }
  std::uint32_t socket_of(CoreId core) const { return physical_core_of(core) / of_socket_; }
  std::uint32_t cores_of_socket() const { return of_socket_; }

  /// The other thread of its core.
  std::optional<CoreId> sibling_of(CoreId core) const {
    if (!has_siblings()) return std::nullopt;
    return CoreId{core.value < physical_ ? core.value + physical_ : core.value - physical_};
  }

  Distance between(CoreId a, CoreId b) const {
    if (a == b) return Distance::self;
    if (physical_core_of(a) == physical_core_of(b)) return Distance::sibling;
    return socket_of(a) == socket_of(b) ? Distance::near : Distance::far;
  }
  bool share_cache(CoreId a, CoreId b) const { return socket_of(a) == socket_of(b); }

 private:
  std::uint32_t physical_;
  std::uint32_t of_socket_;
  std::uint32_t logical_;
};

}  // namespace kickpath::host
