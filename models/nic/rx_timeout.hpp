#pragma once
#include <algorithm>

#include "nic/rx_interrupts.hpp"

namespace kickpath::nic {

/// The server asks select(2) after each packet whether more is there, for at most `wait`, and interrupts when
/// it says no, or when the guest has run out of buffers (Linux 2.6.31 Documentation/lguest/lguest.c net_input
/// and will_block; the timeouts are those that its author tried). Where it is `shared`, so many
/// waits are divided by the packets that wait already, and what is left of a division is lost: 2 / pending
/// waits twice, once, and from the third packet on not at all.
class RxTimeout final : public RxInterrupts {
 public:
  RxTimeout(host::Host& host, server::Server& server, Duration wait, std::uint32_t shared, Send send)
      : host_(host), wait_(wait), shared_(shared), send_(std::move(send)),
        end_(server.defer([this](host::Task& task) { flush(task); })) {}

  void given(host::Task& server) override {
    if (pending_++ != 0) end_->cancel();
    server.kernel(host_.cost(cost::Component::tap_select));
  }
  void tap_is_empty(host::Task& server) override {
    if (pending_ == 0) return;
    const Duration wait = shared_ == 0 ? wait_ : shared_ / pending_ * wait_;
    if (wait == Duration::zero()) return flush(server);
    server.kernel(host_.cost(cost::Component::epoll_ready));  // a select that may sleep
    end_->schedule_at(host_.simulation().now() + wait);
  }
  void ring_is_full(host::Task& server) override { flush(server); }

 private:
  void flush(host::Task& server) {
    if (pending_ == 0) return;
    end_->cancel();
    pending_ = 0;
    send_(server);
  }

  host::Host& host_;
  Duration wait_;
  std::uint32_t shared_;
  Send send_;
  std::int64_t pending_ = 0;
  std::unique_ptr<server::Deferred> end_;
};

}  // namespace kickpath::nic
