#pragma once
#include <functional>
#include <utility>

#include "net/packet_queue.hpp"
#include "nic/network.hpp"
#include "notify/event_fd.hpp"

namespace kickpath::nic {

/// The tap of a network device (Linux drivers/net/tun.c): packets towards the guest wait here for who serves
/// the receive queue. The first packet of those that find him listening wakes him: a server that is receiving
/// looks by itself.
class Tap final : public Network {
 public:
  Tap(host::Host& host, std::size_t bound) : readable_(host), queue_(bound) {}

  notify::EventFd& readable() { return readable_; }
  net::PacketQueue& queue() { return queue_; }
  void on_drop(std::function<void(const net::Packet&)> handler) { dropped_ = std::move(handler); }

  /// A thread of the host brings a packet, in the kernel and at its expense.
  void take(const net::Packet& packet, host::Task& by) override {
    if (!accept(packet)) return;
    if (std::exchange(is_listened_to_, false)) readable_.signal(by);
  }

  void listen() { is_listened_to_ = true; }
  void stop_listening() { is_listened_to_ = false; }

 private:
  bool accept(const net::Packet& packet) {
    if (queue_.push(packet)) return true;
    if (dropped_) dropped_(packet);
    return false;
  }

  notify::EventFd readable_;
  net::PacketQueue queue_;
  bool is_listened_to_ = true;
  std::function<void(const net::Packet&)> dropped_;
};

}  // namespace kickpath::nic
