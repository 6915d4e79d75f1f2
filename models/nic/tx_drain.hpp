#pragma once
#include "nic/tx_flush.hpp"

namespace kickpath::nic {

/// Sends at once, with kicks off until the ring is empty, and looks again after turning them on.
class TxDrain final : public TxFlush {
 public:
  explicit TxDrain(server::QueueHandler& queue) : queue_(queue) {}

  void kicked(host::Task& server) override {
    do {
      queue_.stop_kicks(server);
      queue_.serve(server, {});
    } while (queue_.resume_kicks(server));
  }

 private:
  server::QueueHandler& queue_;
};

}  // namespace kickpath::nic
