#pragma once
#include "nic/rx_interrupts.hpp"

namespace kickpath::nic {

/// The first packet starts a timer, whose expiry interrupts for all that have come.
class RxDelay final : public RxInterrupts {
 public:
  RxDelay(host::Host& host, server::Server& server, Duration wait, Send send)
      : host_(host), wait_(wait), send_(std::move(send)),
        end_(server.defer([this](host::Task& task) { flush(task); })) {}

  void given(host::Task&) override {
    if (std::exchange(is_waiting_, true)) return;
    end_->schedule_at(host_.simulation().now() + wait_);
  }
  void tap_is_empty(host::Task&) override {}
  void ring_is_full(host::Task& server) override { flush(server); }

 private:
  void flush(host::Task& server) {
    if (!std::exchange(is_waiting_, false)) return;
    end_->cancel();
    send_(server);
  }

  host::Host& host_;
  Duration wait_;
  Send send_;
  bool is_waiting_ = false;
  std::unique_ptr<server::Deferred> end_;
};

}  // namespace kickpath::nic
