#pragma once
#include "nic/tx_flush.hpp"

namespace kickpath::nic {

/// The first kick turns kicks off and starts a timer; its expiry turns them on and sends everything. A kick
/// that comes all the same, because it was under way, sends at once (QEMU 0.12 hw/virtio-net.c
/// virtio_net_handle_tx and virtio_net_tx_timer).
class TxTimer final : public TxFlush {
 public:
  TxTimer(server::QueueHandler& queue, server::Server& server, engine::Simulation& simulation,
          Duration interval)
      : queue_(queue), simulation_(simulation), interval_(interval),
        timer_(server.defer([this](host::Task& task) { flush(task); })) {}

  void kicked(host::Task& server) override {
    if (is_waiting_) {
      timer_->cancel();
      return flush(server);
    }
    is_waiting_ = true;
    queue_.stop_kicks(server);
    timer_->schedule_at(simulation_.now() + interval_);
  }

 private:
  // What came between turning kicks on and the last look is there to be seen: kicks are on by then.
  void flush(host::Task& server) {
    if (!is_waiting_) return;
    is_waiting_ = false;
    do {
      queue_.serve(server, {});
    } while (queue_.resume_kicks(server));
  }

  server::QueueHandler& queue_;
  engine::Simulation& simulation_;
  Duration interval_;
  std::unique_ptr<server::Deferred> timer_;
  bool is_waiting_ = false;
};

}  // namespace kickpath::nic
