#pragma once
#include "host/host.hpp"
#include "nic/network.hpp"

namespace kickpath::nic {

/// One way over a host's bridge (Linux net/bridge/br_forward.c): from one port, or from the host's own stack,
/// to what is beyond.
class Bridge final : public Network {
 public:
  Bridge(host::Host& host, Network& beyond) : host_(host), beyond_(beyond) {}

  void take(const net::Packet& packet, host::Task& by) override {
    by.kernel(host_.cost(cost::Component::host_bridge));
    beyond_.take(packet, by);
  }

 private:
  host::Host& host_;
  Network& beyond_;
};

}  // namespace kickpath::nic
