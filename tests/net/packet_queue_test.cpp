#include "net/packet_queue.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::net;

TEST_CASE("A bounded queue takes as many datagrams as it has places, and drops the next") {
  PacketQueue queue(2);
  const Packet datagram{PacketKind::udp, 100, 0, 0, {}};
  CHECK(queue.push(datagram));
  CHECK(queue.push(datagram));
  CHECK_FALSE(queue.push(datagram));
  CHECK(queue.size() == 2);
  queue.pop();
  CHECK(queue.push(datagram));
}

TEST_CASE("A full queue does not drop TCP: the sender's queueing discipline holds it") {
  PacketQueue queue(1);
  CHECK(queue.push({PacketKind::tcp_data, 100, 0, 0, {}}));
  CHECK(queue.push({PacketKind::tcp_data, 100, 0, 0, {}}));
  CHECK(queue.size() == 2);
}

TEST_CASE("A queue of 0 has no bound") {
  PacketQueue queue(0);
  for (int i = 0; i < 5000; ++i) CHECK(queue.push({PacketKind::udp, 100, 0, 0, {}}));
}

TEST_CASE("Packets leave in the order in which they came") {
  PacketQueue queue(0);
  queue.push({PacketKind::udp, 1, 0, 0, {}});
  queue.push({PacketKind::udp, 2, 0, 0, {}});
  CHECK(queue.pop().payload == 1);
  CHECK(queue.pop().payload == 2);
  CHECK(queue.is_empty());
}
