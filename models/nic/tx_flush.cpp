#include "nic/tx_flush.hpp"

#include "nic/tx_bottom_half.hpp"
#include "nic/tx_drain.hpp"
#include "nic/tx_timer.hpp"

namespace kickpath::nic {

std::unique_ptr<TxFlush> make_tx_flush(const net::TxSpec& spec, server::QueueHandler& queue,
                                       server::Server& server, engine::Simulation& simulation) {
  if (spec.flush == net::TxFlush::timer)
    return std::make_unique<TxTimer>(queue, server, simulation, spec.timer);
  if (spec.flush == net::TxFlush::bottom_half)
    return std::make_unique<TxBottomHalf>(queue, server, spec.burst);
  return std::make_unique<TxDrain>(queue);
}

}  // namespace kickpath::nic
