#pragma once
#include <deque>
#include <functional>
#include <memory>

#include "nic/device_side.hpp"
#include "nic/rx_interrupts.hpp"
#include "nic/tap.hpp"
#include "notify/guest_notifier.hpp"

namespace kickpath::nic {

/// The device's side of a receive queue: takes packets from the tap, each with a copy and, by a server in
/// userspace, with a system call (read), and gives them to the guest's buffers, several for a packet where
/// they are mergeable. Where there are none it leaves the tap alone until the guest kicks.
class RxQueue final : public server::QueueHandler {
 public:
  struct Parts {
    host::Host& host;
    Ring& ring;
    std::deque<net::Packet>& given;  ///< what the used entries stand for, in their order
    Tap& tap;
    const net::NetSpec& spec;
    notify::GuestNotifier* guest;
    std::function<void()> received;  ///< for each packet
    bool is_bounced;                 ///< packets go through a buffer of the server's own: one copy more
  };

  explicit RxQueue(const Parts& parts) : parts_(parts), side_(parts.host, parts.ring), kicks_(parts.host) {}

  /// Attaches it to who serves it. Once, before anything runs.
  void attach(server::Server& server);

  notify::EventFd& kicks() override { return kicks_; }
  notify::EventFd* completions() override { return nullptr; }
  void drain(host::Task& server) override;
  void reap_completions(host::Task&) override {}
  void stop_kicks(host::Task& server) override;
  bool has_pending(host::Task& server) override;
  bool serve(host::Task& server, const server::Budget& budget) override;
  bool resume_kicks(host::Task& server) override;

 private:
  void receive(host::Task& server);
  bool has_buffers_for(const net::Packet& packet, host::Task& server);
  void receive_one(host::Task& server);
  void interrupt(host::Task& server);

  Parts parts_;
  DeviceSide side_;
  notify::EventFd kicks_;
  std::unique_ptr<RxInterrupts> interrupts_;
  std::unique_ptr<server::Deferred> again_;
  std::deque<std::uint16_t> buffers_;  ///< heads taken from the ring and not yet filled
  bool is_in_kernel_ = false;
  bool waits_for_buffers_ = false;
};

/// How many buffers a packet of `bytes` takes.
std::uint32_t buffers_of(const net::RxSpec& spec, std::uint32_t bytes);

}  // namespace kickpath::nic
