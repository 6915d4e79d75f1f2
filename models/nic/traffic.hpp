#pragma once
#include <cstdint>
#include <deque>
#include <functional>

#include "engine/simulation.hpp"
#include "nic/socket.hpp"

/// What the programs on both ends of a connection do (netperf's TCP_STREAM, TCP_RR and UDP_RR, ping). One
/// end's program meets the other's only by packets, and by the dates at which messages began, kept here.
namespace kickpath::nic {

struct Traffic {
  engine::Simulation& simulation;
  std::uint32_t message = 16384;                           ///< bytes of a message, or of a request
  std::uint32_t response = 1;                              ///< bytes
  std::function<Duration()> compute;                       ///< CPU time before each message
  std::function<void(Duration, std::uint32_t)> completed;  ///< latency, bytes
  std::deque<Instant> begun{};  ///< of the messages that have not been read to their end

  void begin() { begun.push_back(simulation.now()); }
  void end(std::uint32_t bytes) {
    const Duration latency = simulation.now() - begun.front();
    begun.pop_front();
    completed(latency, bytes);
  }
};

/// Bytes that a receiver offers room for in one call.
constexpr std::uint64_t receive_size = 65536;

inline void send_stream(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (;;) {
    thread.spend(traffic.compute());
    traffic.begin();
    socket.send(thread, traffic.message);
  }
}

/// A message is done when its last byte has been read.
inline void receive_stream(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (std::uint64_t unfinished = 0;;) {
    unfinished += socket.receive_some(thread, receive_size);
    for (; unfinished >= traffic.message; unfinished -= traffic.message) traffic.end(traffic.message);
  }
}

inline void ask(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (;;) {
    thread.spend(traffic.compute());
    traffic.begin();
    socket.send(thread, traffic.message);
    socket.receive(thread, traffic.response);
    traffic.end(traffic.message + traffic.response);
  }
}

inline void answer(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (;;) {
    socket.receive(thread, traffic.message);
    socket.send(thread, traffic.response);
  }
}

inline void send_datagrams(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (;;) {
    thread.spend(traffic.compute());
    socket.send_datagram(thread, traffic.message, traffic.simulation.now());
  }
}

inline void receive_datagrams(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (;;) {
    const net::Packet datagram = socket.receive_datagram(thread);
    traffic.completed(traffic.simulation.now() - datagram.begun, datagram.payload);
  }
}

inline void ping(Traffic& traffic, Socket& socket, StackThread& thread) {
  for (;;) {
    thread.spend(traffic.compute());
    traffic.begin();
    socket.send_datagram(thread, traffic.message, traffic.simulation.now());
    static_cast<void>(socket.receive_datagram(thread));
    traffic.end(traffic.message);
  }
}

inline void echo(Traffic&, Socket& socket, StackThread& thread) {
  for (;;) {
    const net::Packet datagram = socket.receive_datagram(thread);
    socket.send_datagram(thread, datagram.payload, datagram.begun);
  }
}

}  // namespace kickpath::nic
