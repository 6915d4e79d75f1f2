#pragma once
#include <deque>
#include <functional>
#include <string>
#include <utility>

#include "engine/timer.hpp"
#include "engine/wire.hpp"
#include "host/host.hpp"
#include "net/packet_queue.hpp"
#include "nic/napi_thread.hpp"
#include "nic/network.hpp"

namespace kickpath::nic {

/// A transmit queue of a host's physical NIC, the wire, and its way to the receive queue of the other host's.
/// Packets leave in their order, cut into frames by the NIC (TSO); while others have their turn on the wire
/// too, the NIC gives each of its queues the same share.
class Uplink final : public Network {
 public:
  struct Parts {
    host::Host& host;
    engine::Wire& wire;
    engine::WireEnd end;  ///< the host's
    std::uint32_t mtu;
    std::size_t queue;  ///< datagrams beyond that many packets are dropped (txqueuelen); 0: no bound
    NapiThread& far;
    std::function<void()> dropped;
  };

  Uplink(const Parts& parts, std::string name);
  Uplink(const Uplink&) = delete;
  Uplink& operator=(const Uplink&) = delete;

  /// The driver posts it, and rings the NIC's doorbell.
  void take(const net::Packet& packet, host::Task& by) override;

 private:
  void transmit();
  void wait();
  void arrive();

  struct Flying {
    net::Packet packet;
    Instant arrives;
  };

  Parts parts_;
  engine::Simulation& simulation_;
  net::PacketQueue queue_;
  engine::Actor& nic_;
  std::deque<Flying> flying_;  ///< in the order of their arrival
  engine::Timer arrival_;
  bool is_idle_ = false;
};

}  // namespace kickpath::nic
