#pragma once
#include "nic/tx_flush.hpp"

namespace kickpath::nic {

/// The first kick turns kicks off and starts a timer; its expiry turns them on, and then sends everything:
/// what the guest posts meanwhile kicks, waits with the kick for the global lock, and starts the timer anew,
/// also where it has been sent by then. A kick that comes although kicks are off, because it was under way,
/// sends at once (QEMU hw/net/virtio-net.c virtio_net_handle_tx_timer and virtio_net_tx_timer; so since
/// 0.12).
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
  void flush(host::Task& server) {
    if (!is_waiting_) return;
    is_waiting_ = false;
    static_cast<void>(queue_.resume_kicks(server));
    queue_.serve(server, {});
  }

  server::QueueHandler& queue_;
  engine::Simulation& simulation_;
  Duration interval_;
  std::unique_ptr<server::Deferred> timer_;
  bool is_waiting_ = false;
};

}  // namespace kickpath::nic
