#include "vm/lan.hpp"

#include "nic/bridge.hpp"

namespace kickpath::vm {

nic::Network& Lan::way(host::Host& host, nic::Network& end) {
  return *parts_.emplace_back(std::make_unique<nic::Bridge>(host, end));
}

}  // namespace kickpath::vm
