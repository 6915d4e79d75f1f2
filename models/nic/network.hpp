#pragma once
#include "host/task.hpp"
#include "net/packet.hpp"

namespace kickpath::nic {

/// The contract of what takes packets on their way through a host: a tap, the host's own stack, and what lies
/// between them.
class Network {
 public:
  virtual ~Network() = default;
  /// `by` brings a packet; what is done with it there is at its expense, in the kernel and on its fiber
  /// (Linux drivers/net/tun.c tun_get_user, netif_rx and its softirq).
  virtual void take(const net::Packet& packet, host::Task& by) = 0;
};

}  // namespace kickpath::nic
