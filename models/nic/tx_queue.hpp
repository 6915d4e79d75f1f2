#pragma once
#include <deque>
#include <functional>
#include <memory>

#include "nic/device_side.hpp"
#include "nic/network.hpp"
#include "nic/tx_flush.hpp"
#include "notify/guest_notifier.hpp"
#include "server/server.hpp"

namespace kickpath::nic {

/// The device's side of a transmit queue: takes the guest's packets from the ring and gives them to the tap,
/// each with a copy and, by a server in userspace, with a system call (writev). When it does so is a TxFlush.
class TxQueue final : public server::QueueHandler {
 public:
  struct Parts {
    host::Host& host;
    Ring& ring;
    std::deque<net::Packet>& posted;  ///< what the ring's entries stand for, in their order
    notify::GuestNotifier* guest;
    std::function<void()> sent;  ///< for each packet
  };

  explicit TxQueue(const Parts& parts) : parts_(parts), side_(parts.host, parts.ring), kicks_(parts.host) {}

  /// Where the guest's packets go beyond the tap. Before anything runs.
  void connect(Network& out) { out_ = &out; }
  /// Attaches it to who serves it. Once, before anything runs.
  void attach(server::Server& server, const net::TxSpec& spec);

  notify::EventFd& kicks() override { return kicks_; }
  notify::EventFd* completions() override { return nullptr; }
  void drain(host::Task& server) override { flush_->kicked(server); }
  void reap_completions(host::Task&) override {}
  void stop_kicks(host::Task& server) override;
  bool has_pending(host::Task& server) override;
  bool serve(host::Task& server, const server::Budget& budget) override;
  bool resume_kicks(host::Task& server) override;

 private:
  void send_one(host::Task& server);

  Parts parts_;
  Network* out_ = nullptr;
  DeviceSide side_;
  notify::EventFd kicks_;
  std::unique_ptr<TxFlush> flush_;
  bool is_in_kernel_ = false;
};

}  // namespace kickpath::nic
