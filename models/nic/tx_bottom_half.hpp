#pragma once
#include "nic/tx_flush.hpp"

namespace kickpath::nic {

/// A kick turns kicks off and schedules a bottom half, which sends a burst. After a whole burst it schedules
/// itself again, kicks still off; else it turns them on, and sends what came meanwhile, after which it
/// expects more and schedules itself once again (QEMU hw/net/virtio-net.c virtio_net_tx_bh).
class TxBottomHalf final : public TxFlush {
 public:
  TxBottomHalf(server::QueueHandler& queue, server::Server& server, std::uint32_t burst)
      : queue_(queue), bottom_half_(server.defer([this](host::Task& task) { run(task); })) {
    burst_.requests = burst;
  }

  void kicked(host::Task& server) override {
    queue_.stop_kicks(server);
    if (is_scheduled_) return;
    is_scheduled_ = true;
    bottom_half_->schedule(server);
  }

 private:
  void run(host::Task& server) {
    is_scheduled_ = false;
    if (queue_.serve(server, burst_)) return kicked(server);
    if (!queue_.resume_kicks(server)) return;
    queue_.stop_kicks(server);
    queue_.serve(server, burst_);
    kicked(server);
  }

  server::QueueHandler& queue_;
  server::Budget burst_;
  std::unique_ptr<server::Deferred> bottom_half_;
  bool is_scheduled_ = false;
};

}  // namespace kickpath::nic
