#pragma once
#include <cstddef>
#include <deque>

#include "net/packet.hpp"

namespace kickpath::net {

/// The queue of a tap towards who reads it (Linux drivers/net/tun.c tun_net_xmit), and of a NIC. A bounded
/// one drops datagrams that find it full. It does not drop TCP: the sender's queueing discipline holds those
/// back, and with no loss there is no need for TCP to recover from one.
class PacketQueue {
 public:
  /// `bound` 0: none.
  explicit PacketQueue(std::size_t bound) : bound_(bound) {}

  /// False: dropped.
  bool push(const Packet& packet) {
    if (bound_ != 0 && packets_.size() >= bound_ && packet.kind == PacketKind::udp) return false;
    packets_.push_back(packet);
    return true;
  }
  bool is_empty() const { return packets_.empty(); }
  std::size_t size() const { return packets_.size(); }
  const Packet& front() const { return packets_.front(); }
  Packet pop() {
    const Packet packet = packets_.front();
    packets_.pop_front();
    return packet;
  }

 private:
  std::size_t bound_;
  std::deque<Packet> packets_;
};

}  // namespace kickpath::net
