#pragma once
#include "host/task.hpp"
#include "net/packet.hpp"

namespace kickpath::nic {

/// The contract of what takes packets at the host's end of a tap.
class Network {
 public:
  virtual ~Network() = default;
  /// `by` has brought a packet of the guest; what the host's stack does with it is at its expense, in the
  /// kernel and on its fiber (Linux drivers/net/tun.c tun_get_user, netif_rx and its softirq).
  virtual void from_guest(const net::Packet& packet, host::Task& by) = 0;
};

}  // namespace kickpath::nic
