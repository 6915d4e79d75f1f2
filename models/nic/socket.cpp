#include "nic/socket.hpp"

#include <algorithm>

namespace kickpath::nic {

using cost::Component;
using net::PacketKind;

void Socket::send(StackThread& program, std::uint32_t bytes) {
  program.spend(host_.cost(costs_.call));
  while (!tcp_.has_room()) program.sleep();
  program.spend(bytes * host_.cost(Component::copy_per_byte));
  tcp_.write(bytes);
  push(program);
}

std::uint64_t Socket::receive_some(StackThread& program, std::uint64_t most) {
  program.spend(host_.cost(costs_.call));
  while (tcp_.readable() == 0) program.sleep();
  const std::uint64_t bytes = std::min(most, tcp_.readable());
  program.spend(static_cast<std::int64_t>(bytes) * host_.cost(Component::copy_per_byte));
  tcp_.read(bytes);
  push(program);
  return bytes;
}

void Socket::receive(StackThread& program, std::uint64_t bytes) {
  while (bytes != 0) bytes -= receive_some(program, bytes);
}

void Socket::send_datagram(StackThread& program, std::uint32_t bytes, Instant begun) {
  program.spend(host_.cost(costs_.call));
  while (program.is_congested()) program.sleep();
  program.spend(bytes * host_.cost(Component::copy_per_byte));
  hand_down(program, {PacketKind::udp, bytes, 0, 0, begun});
}

net::Packet Socket::receive_datagram(StackThread& program) {
  program.spend(host_.cost(costs_.call));
  while (datagrams_.empty()) program.sleep();
  const net::Packet datagram = datagrams_.front();
  datagrams_.pop_front();
  program.spend(datagram.payload * host_.cost(Component::copy_per_byte));
  return datagram;
}

void Socket::deliver(StackThread& softirq, const net::Packet& packet) {
  softirq.spend(cost_of(packet));
  if (packet.kind == PacketKind::udp) {
    if (datagrams_.size() >= datagram_bound_) {
      if (dropped_) dropped_();
      return;
    }
    datagrams_.push_back(packet);
  } else {
    tcp_.receive(packet);
    push(softirq);
  }
  softirq.wake_program();
}

Duration Socket::cost_of(const net::Packet& packet) const {
  if (packet.kind == PacketKind::udp) return host_.cost(costs_.udp_packet);
  return host_.cost(packet.kind == PacketKind::tcp_ack ? costs_.tcp_ack : costs_.tcp_packet);
}

// Who finds the socket locked leaves it to the owner, who looks again before it lets go.
void Socket::push(StackThread& thread) {
  if (is_locked_) return;
  is_locked_ = true;
  for (;;) {
    if (const auto data = tcp_.next_data()) {
      hand_down(thread, *data);
    } else if (tcp_.wants_ack()) {
      hand_down(thread, tcp_.make_ack());
    } else {
      break;
    }
  }
  is_locked_ = false;
}

void Socket::hand_down(StackThread& thread, const net::Packet& packet) {
  thread.spend(cost_of(packet));
  thread.transmit(packet);
}

}  // namespace kickpath::nic
