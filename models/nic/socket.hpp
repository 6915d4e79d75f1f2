#pragma once
#include <deque>
#include <functional>

#include "host/host.hpp"
#include "net/tcp.hpp"

namespace kickpath::nic {

/// The contract of a thread that runs a network stack: a program in a system call, or the softirq that brings
/// it packets.
class StackThread {
 public:
  virtual ~StackThread() = default;
  /// Spends CPU time; whatever interrupts the thread happens meanwhile.
  virtual void spend(Duration d) = 0;
  /// Gives a packet to the driver below.
  virtual void transmit(const net::Packet& packet) = 0;
  /// A program: sleeps until something has come, or a moment longer; the caller looks again.
  virtual void sleep() = 0;
  /// A softirq: what the program sleeps for has perhaps come.
  virtual void wake_program() = 0;
  /// The driver takes no more for now: a program that sends datagrams sleeps.
  virtual bool is_congested() const { return false; }
};

/// What the stack of one side costs, by its names.
struct StackCosts {
  cost::Component call, tcp_packet, tcp_ack, udp_packet;
};
constexpr StackCosts guest_stack{cost::Component::guest_send_call, cost::Component::guest_tcp_packet,
                                 cost::Component::guest_tcp_ack, cost::Component::guest_udp_packet};
constexpr StackCosts host_stack{cost::Component::host_send_call, cost::Component::host_tcp_packet,
                                cost::Component::host_tcp_ack, cost::Component::host_udp_packet};

/// A connected socket of one side. The program's calls and the softirq's delivery may be on different cores;
/// while the program has the socket locked, the softirq leaves sending to it (Linux sk_lock, backlog).
class Socket {
 public:
  Socket(host::Host& host, const StackCosts& costs, const net::TcpSpec& spec, std::size_t datagrams)
      : host_(host), costs_(costs), tcp_(spec), datagram_bound_(datagrams) {}

  // ---- The program.
  void send(StackThread& program, std::uint32_t bytes);
  /// Blocks until something is there; takes `most` of it and answers how much that was.
  std::uint64_t receive_some(StackThread& program, std::uint64_t most);
  void receive(StackThread& program, std::uint64_t bytes);
  void send_datagram(StackThread& program, std::uint32_t bytes, Instant begun);
  net::Packet receive_datagram(StackThread& program);

  // ---- The softirq.
  void deliver(StackThread& softirq, const net::Packet& packet);
  /// Of a datagram for which the socket has no room.
  void on_drop(std::function<void()> handler) { dropped_ = std::move(handler); }

 private:
  Duration cost_of(const net::Packet& packet) const;
  void push(StackThread& thread);
  void hand_down(StackThread& thread, const net::Packet& packet);

  host::Host& host_;
  StackCosts costs_;
  net::TcpEnd tcp_;
  std::size_t datagram_bound_;
  std::deque<net::Packet> datagrams_;
  std::function<void()> dropped_;
  bool is_locked_ = false;
};

}  // namespace kickpath::nic
