#pragma once
#include "nic/rx_interrupts.hpp"

namespace kickpath::nic {

/// One interrupt for all packets of a visit (Linux drivers/vhost/net.c handle_rx, at its end).
class RxBatch final : public RxInterrupts {
 public:
  explicit RxBatch(Send send) : send_(std::move(send)) {}
  void given(host::Task&) override { has_given_ = true; }
  void visit_ends(host::Task& server) override { flush(server); }
  void tap_is_empty(host::Task& server) override { flush(server); }
  void ring_is_full(host::Task& server) override { flush(server); }

 private:
  void flush(host::Task& server) {
    if (std::exchange(has_given_, false)) send_(server);
  }

  Send send_;
  bool has_given_ = false;
};

}  // namespace kickpath::nic
