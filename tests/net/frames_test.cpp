#include "net/frames.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::net;

namespace {

constexpr std::uint32_t mtu = 1500;

Packet tcp(std::uint32_t payload) { return {PacketKind::tcp_data, payload, 0, 0, {}}; }
Packet udp(std::uint32_t payload) { return {PacketKind::udp, payload, 0, 0, {}}; }

}  // namespace

TEST_CASE("A full TCP segment is 1538 bytes of an Ethernet wire: 1448 of data, 66 of headers, 24 around") {
  CHECK(wire_bytes(tcp(1448), mtu) == 1448 + 14 + 52 + 24);
  CHECK(frames_of(tcp(1448), mtu).count == 1);
}

TEST_CASE("A packet of many segments has the headers of each") {
  CHECK(frames_of(tcp(1449), mtu).count == 2);
  CHECK(wire_bytes(tcp(45 * 1448), mtu) == 45 * 1538);
  CHECK(wire_bytes(tcp(1448 + 100), mtu) == 1538 + 100 + 66 + 24);
}

TEST_CASE("An acknowledgement is a frame of headers alone") {
  CHECK(wire_bytes({PacketKind::tcp_ack, 0, 0, 0, {}}, mtu) == 66 + 24);
}

TEST_CASE("The fragments of a datagram share its UDP header, and each has IP's") {
  CHECK(frames_of(udp(1472), mtu).count == 1);
  CHECK(frames_of(udp(1473), mtu).count == 2);
  CHECK(wire_bytes(udp(3000), mtu) == 3000 + 8 + 3 * (14 + 20 + 24));
}

TEST_CASE(
    "The least frame has 60 bytes and its check sequence: shorter ones, and short last fragments, are filled "
    "up") {
  CHECK(wire_bytes(udp(18), mtu) == 60 + 24);  // 14 + 20 + 8 + 18 = 60
  CHECK(wire_bytes(udp(17), mtu) == 60 + 24);
  CHECK(wire_bytes(udp(19), mtu) == 61 + 24);
  CHECK(wire_bytes(udp(1473), mtu) == 1514 + 24 + 60 + 24);  // the last has one byte of data
}
