#pragma once
#include <memory>
#include <vector>

#include "host/host.hpp"
#include "nic/network.hpp"

namespace kickpath::vm {

/// What is between the ends of all connections: the bridge of their host.
class Lan {
 public:
  Lan() = default;
  Lan(const Lan&) = delete;
  Lan& operator=(const Lan&) = delete;

  /// A way for the packets of one direction of a connection, from an end on `host` to `end`, on it too. It
  /// lives as long as the Lan.
  nic::Network& way(host::Host& host, nic::Network& end);

 private:
  std::vector<std::unique_ptr<nic::Network>> parts_;
};

}  // namespace kickpath::vm
