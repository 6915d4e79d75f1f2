#include "nic/rx_interrupts.hpp"

#include <utility>

#include "engine/error.hpp"
#include "nic/rx_batch.hpp"
#include "nic/rx_delay.hpp"
#include "nic/rx_each_packet.hpp"
#include "nic/rx_timeout.hpp"

namespace kickpath::nic {

std::unique_ptr<RxInterrupts> make_rx_interrupts(const net::RxSpec& spec, host::Host& host,
                                                 server::Server& server, RxInterrupts::Send send) {
  switch (spec.interrupt) {
    case net::RxInterrupt::batch:
      return std::make_unique<RxBatch>(std::move(send));
    case net::RxInterrupt::packet:
      return std::make_unique<RxEachPacket>(std::move(send));
    case net::RxInterrupt::timeout:
      return std::make_unique<RxTimeout>(host, server, spec.wait, spec.shared, std::move(send));
    case net::RxInterrupt::delay:
      return std::make_unique<RxDelay>(host, server, spec.wait, std::move(send));
  }
  engine::check_invariant(false, "a kind of receive interrupts without a maker");
  return nullptr;
}

}  // namespace kickpath::nic
