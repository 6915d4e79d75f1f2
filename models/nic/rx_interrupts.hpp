#pragma once
#include <functional>
#include <memory>

#include "engine/simulation.hpp"
#include "net/net_spec.hpp"
#include "server/server.hpp"

namespace kickpath::nic {

/// The contract of when a device interrupts for the packets that it has given to the guest. All calls are on
/// the fiber of who serves the receive queue; `send` of the maker tests the driver's wish, and interrupts.
class RxInterrupts {
 public:
  using Send = std::function<void(host::Task&)>;
  virtual ~RxInterrupts() = default;
  /// A packet is in the ring.
  virtual void given(host::Task& server) = 0;
  /// More waits at the tap, but others have their turn first.
  virtual void visit_ends(host::Task&) {}
  /// Nothing more waits at the tap.
  virtual void tap_is_empty(host::Task& server) = 0;
  /// The guest has no buffers left for the packet that waits.
  virtual void ring_is_full(host::Task& server) = 0;
};

std::unique_ptr<RxInterrupts> make_rx_interrupts(const net::RxSpec& spec, host::Host& host,
                                                 server::Server& server, RxInterrupts::Send send);

}  // namespace kickpath::nic
