#pragma once
#include <deque>

#include "net/net_spec.hpp"
#include "nic/ring.hpp"
#include "nic/socket.hpp"
#include "notify/host_notifier.hpp"
#include "notify/poller.hpp"

namespace kickpath::nic {

/// The virtio-net driver of one vcpu with its pair of queues (Linux drivers/net/virtio_net.c): transmit with
/// reaping before each packet, and a queue that stops when the ring is full; receive by NAPI; buffers
/// replenished below half of the ring. All of it runs on the vcpu's fiber; the softirq runs where an
/// interrupt has ended, between or in the midst of what the program does.
class GuestNic final : public StackThread {
 public:
  /// One queue as the driver sees it.
  struct Queue {
    Ring& ring;
    std::deque<net::Packet>& packets;  ///< those that the ring's entries stand for
    notify::HostNotifier& notifier;
    vcpu::Vector vector;
    notify::Poller* poller;        ///< who looks by itself; null: nobody
    std::function<void()> kicked;  ///< a kick leaves the guest
  };

  GuestNic(host::Host& host, vcpu::Vcpu& vcpu, const net::NetSpec& spec, Queue tx, Queue rx);

  /// Where received packets go. Then open(), on the vcpu's fiber.
  void connect(Socket& socket) { socket_ = &socket; }
  void open();

  // StackThread: the program, or the softirq on the same vcpu.
  void spend(Duration d) override;
  void transmit(const net::Packet& packet) override;
  void sleep() override;
  void wake_program() override {}
  bool is_congested() const override { return is_stopped_; }

 private:
  void interrupted(vcpu::Vector vector);
  void run_softirq();
  void step(Queue& queue, cost::Component c);
  void kick_if_needed(Queue& queue);
  // transmit
  void run_queue();
  bool post(const net::Packet& packet);
  void reap_sent();
  void stop_queue();
  void wake_queue();
  // receive
  void poll();
  std::uint32_t receive_up_to(std::uint32_t budget);
  void refill();

  host::Host& host_;
  vcpu::Vcpu& vcpu_;
  net::NetSpec spec_;
  Queue tx_, rx_;
  Socket* socket_ = nullptr;
  std::deque<net::Packet> backlog_;  ///< the queueing discipline: packets that the driver has not taken yet
  std::uint32_t most_posted_ = 0;    ///< receive buffers of a full ring
  bool is_running_queue_ = false;
  bool is_stopped_ = false;
  bool wants_tx_softirq_ = false;
  bool wants_rx_softirq_ = false;
  bool is_in_softirq_ = false;
};

}  // namespace kickpath::nic
