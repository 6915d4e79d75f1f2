#pragma once
#include <cstdint>

#include "engine/simulation.hpp"

namespace kickpath::engine {

struct WireSpec {
  std::uint64_t bytes_per_second = 1'250'000'000;  ///< in each direction
  Duration latency{};                              ///< from the one end to the other
};

enum class WireEnd : std::uint8_t { near, far };

/// A full-duplex wire between two hosts: SimGrid's network model shares its bandwidth among all that send at
/// a time (max-min, network/model CM02 with its factors of 1, no TCP-gamma and no cross-traffic:
/// src/surf/network_cm02.cpp of SimGrid 3.32). One wire a simulation.
///
/// The latency is not in SimGrid's link: there a message waits for it before its first byte, so that a sender
/// could not send the next one meanwhile. A message that nobody disturbs arrives when SimGrid's own would:
/// bytes / bandwidth, and then the latency.
class Wire {
 public:
  Wire(Simulation& simulation, const WireSpec& spec);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// Blocks the current actor until the last of `bytes` has left the end `from`. It is at the other end after
  /// the latency.
  void send(WireEnd from, std::uint64_t bytes);
  Duration latency() const { return latency_; }

 private:
  Simulation& simulation_;
  Duration latency_;
};

}  // namespace kickpath::engine
