#pragma once
#include <algorithm>
#include <cstdint>

#include "net/packet.hpp"

/// What of a packet is on an Ethernet wire. Each TCP segment has all headers (TSO); the fragments of a
/// datagram share UDP's.
namespace kickpath::net {

constexpr std::uint32_t ip_bytes = 20;
/// Around each frame: preamble and start 8, check sequence 4, gap to the next 12 (IEEE 802.3).
constexpr std::uint32_t around_frame_bytes = 24;
constexpr std::uint32_t least_frame_bytes = 60;  ///< without its check sequence

/// How a packet is cut: so many frames, each with its headers.
struct Frames {
  std::uint32_t count;
  std::uint32_t headers;  ///< of each
  std::uint32_t data;     ///< of all
  std::uint32_t most;     ///< data of one

  constexpr std::uint32_t last() const { return headers + data - (count - 1) * most; }
};

constexpr Frames frames_of(const Packet& packet, std::uint32_t mtu) {
  const bool is_udp = packet.kind == PacketKind::udp;
  const std::uint32_t shared = is_udp ? udp_ip_bytes - ip_bytes : 0;
  const std::uint32_t each = is_udp ? ip_bytes : tcp_ip_bytes;
  const std::uint32_t data = packet.payload + shared, most = mtu - each;
  return {std::max((data + most - 1) / most, 1u), ethernet_bytes + each, data, most};
}

/// Bytes' worth of time on the wire.
constexpr std::uint64_t wire_bytes(const Packet& packet, std::uint32_t mtu) {
  const Frames frames = frames_of(packet, mtu);
  const std::uint32_t padding = std::max(frames.last(), least_frame_bytes) - frames.last();
  return std::uint64_t{frames.data} + padding +
         std::uint64_t{frames.count} * (frames.headers + around_frame_bytes);
}

}  // namespace kickpath::net
