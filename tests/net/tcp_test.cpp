#include "net/tcp.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath::net;

namespace {

constexpr std::uint32_t mss = 1448;
constexpr TcpSpec frames{mss, mss, 262'144, 262'144};
constexpr TcpSpec gso{mss, 45 * mss, 262'144, 262'144};

std::vector<std::uint32_t> payloads(TcpEnd& end) {
  std::vector<std::uint32_t> all;
  while (const auto packet = end.next_data()) all.push_back(packet->payload);
  return all;
}

}  // namespace

TEST_CASE("Without GSO a message of 16 KiB is 11 whole segments and what is left: 16384 = 11 x 1448 + 456") {
  TcpEnd end(frames);
  end.write(16384);
  std::vector<std::uint32_t> expected(11, mss);
  expected.push_back(456);
  CHECK(payloads(end) == expected);
}

TEST_CASE("With GSO it is one packet") {
  TcpEnd end(gso);
  end.write(16384);
  CHECK(payloads(end) == std::vector<std::uint32_t>{16384});
}

TEST_CASE("Before Linux 3.14 the end of a message that is no whole segment is a packet of its own") {
  const TcpSpec splits{mss, 45 * mss, 262'144, 262'144, true};
  const auto packets_of = [&](std::uint32_t message) {
    TcpEnd end(splits);
    end.write(message);
    return payloads(end);
  };
  CHECK(packets_of(4096) == std::vector<std::uint32_t>{2 * mss, 4096 - 2 * mss});
  CHECK(packets_of(mss - 1) == std::vector<std::uint32_t>{mss - 1});  // nothing is before it
  CHECK(packets_of(mss + 1) == std::vector<std::uint32_t>{mss, 1});
  CHECK(packets_of(2 * mss) == std::vector<std::uint32_t>{2 * mss});  // nothing is left
}

TEST_CASE("With GSO more than 64 KiB are packets of 45 segments, and the rest") {
  TcpEnd end(gso);
  end.write(100'000);
  CHECK(payloads(end) == std::vector<std::uint32_t>{45 * mss, 100'000 - 45 * mss});
}

TEST_CASE("Nagle: a second small message waits for the acknowledgement of the first") {
  TcpEnd sender(frames), receiver(frames);
  sender.write(100);
  const auto first = sender.next_data();
  REQUIRE(first);
  sender.write(100);
  CHECK_FALSE(sender.next_data());
  receiver.receive(*first);
  sender.receive(receiver.make_ack());
  CHECK(payloads(sender) == std::vector<std::uint32_t>{100});
}

TEST_CASE("Nagle: as soon as small messages make a whole segment, it goes") {
  TcpEnd sender(frames);
  sender.write(100);
  CHECK(payloads(sender) == std::vector<std::uint32_t>{100});
  sender.write(mss - 1);
  CHECK(payloads(sender).empty());
  sender.write(1);
  CHECK(payloads(sender) == std::vector<std::uint32_t>{mss});
}

TEST_CASE("Minshall: the small end of a large message does not wait for its own whole segments") {
  TcpEnd sender(frames);
  sender.write(mss + 1);
  CHECK(payloads(sender) == std::vector<std::uint32_t>{mss, 1});
}

TEST_CASE("A single segment is not acknowledged by itself, a byte more is") {
  TcpEnd receiver(frames);
  receiver.receive({PacketKind::tcp_data, mss, 0, 0, {}});
  CHECK_FALSE(receiver.wants_ack());
  receiver.receive({PacketKind::tcp_data, 1, 0, 0, {}});
  CHECK(receiver.wants_ack());
  CHECK(receiver.make_ack().acknowledged == mss + 1);
  CHECK_FALSE(receiver.wants_ack());
}

TEST_CASE("Data carry the acknowledgement of what came before") {
  TcpEnd end(frames);
  end.receive({PacketKind::tcp_data, 2 * mss, 0, 0, {}});
  CHECK(end.wants_ack());
  end.write(1);
  const auto answer = end.next_data();
  REQUIRE(answer);
  CHECK(answer->acknowledged == 2 * mss);
  CHECK_FALSE(end.wants_ack());
}

TEST_CASE("No more than the window is sent, in whole segments, until the reader has read") {
  const TcpSpec narrow{mss, mss, 4 * mss, 262'144};
  TcpEnd sender(narrow), receiver(narrow);
  sender.write(10 * mss);
  std::vector<Packet> sent;
  while (const auto packet = sender.next_data()) sent.push_back(*packet);
  CHECK(sent.size() == 4);
  for (const Packet& packet : sent) receiver.receive(packet);
  sender.receive(receiver.make_ack());
  CHECK_FALSE(sender.next_data());
  receiver.read(2 * mss);
  CHECK(receiver.wants_ack());  // half of the window is free again
  sender.receive(receiver.make_ack());
  CHECK(payloads(sender) == std::vector<std::uint32_t>{mss, mss});
}

TEST_CASE("A send buffer has room as long as less than it holds is unacknowledged") {
  const TcpSpec small{mss, mss, 262'144, 2 * mss};
  TcpEnd sender(small), receiver(small);
  sender.write(2 * mss - 1);
  CHECK(sender.has_room());
  sender.write(1);
  CHECK_FALSE(sender.has_room());
  const auto first = sender.next_data();
  receiver.receive(*first);
  sender.receive(receiver.make_ack());
  CHECK(sender.has_room());
}

TEST_CASE("A stream through a narrow window arrives to its last byte, whatever the message size") {
  for (const std::uint32_t message : {1u, 100u, 1447u, 1448u, 1449u, 5000u, 70'000u}) {
    INFO(message);
    const TcpSpec narrow{mss, 3 * mss, 6 * mss, 6 * mss};
    TcpEnd sender(narrow), receiver(narrow);
    std::uint64_t read = 0;
    const std::uint64_t enough = 100 * std::uint64_t{message} + 1'000'000;
    for (int step = 0; step < 2'000'000 && read < enough; ++step) {
      if (sender.has_room()) sender.write(message);
      while (const auto packet = sender.next_data()) receiver.receive(*packet);
      read += receiver.readable();
      receiver.read(receiver.readable());
      if (receiver.wants_ack()) sender.receive(receiver.make_ack());
    }
    CHECK(read >= enough);
  }
}
