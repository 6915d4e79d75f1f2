#pragma once
#include <cstdint>

#include "time/duration.hpp"

namespace kickpath::net {

/// IPv4 and TCP headers with timestamps, and UDP's: 20 + 32 and 20 + 8 bytes; before them Ethernet's 14.
constexpr std::uint32_t ethernet_bytes = 14;
constexpr std::uint32_t tcp_ip_bytes = 52;
constexpr std::uint32_t udp_ip_bytes = 28;
/// The largest packet between a stack and a device that segments (Linux GSO_MAX_SIZE, with its headers).
constexpr std::uint32_t gso_max_bytes = 65536;

enum class PacketKind : std::uint8_t { tcp_data, tcp_ack, udp };

/// What travels between two stacks. With GSO it may be many frames.
struct Packet {
  PacketKind kind = PacketKind::tcp_data;
  std::uint32_t payload = 0;
  std::uint64_t acknowledged = 0;  ///< TCP: bytes that its sender has received so far
  std::uint64_t window_end = 0;    ///< TCP: bytes that its sender is ready to receive in all
  Instant begun{};                 ///< UDP: when the datagram was sent

  std::uint32_t bytes() const {
    return payload + ethernet_bytes + (kind == PacketKind::udp ? udp_ip_bytes : tcp_ip_bytes);
  }
};

}  // namespace kickpath::net
