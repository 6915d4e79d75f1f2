#pragma once
#include <memory>

#include "engine/simulation.hpp"
#include "net/net_spec.hpp"
#include "server/server.hpp"

namespace kickpath::nic {

/// The contract of when a device sends what its transmit queue holds.
class TxFlush {
 public:
  virtual ~TxFlush() = default;
  /// The guest has kicked; on the fiber of who hears of it. Between two calls either kicks are wanted, or
  /// something is under way that will look again.
  virtual void kicked(host::Task& server) = 0;
};

std::unique_ptr<TxFlush> make_tx_flush(const net::TxSpec& spec, server::QueueHandler& queue,
                                       server::Server& server, engine::Simulation& simulation);

}  // namespace kickpath::nic
