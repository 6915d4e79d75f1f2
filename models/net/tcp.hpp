#pragma once
#include <cstdint>
#include <optional>

#include "net/packet.hpp"

/// One end of a TCP connection, as far as it decides which packets there are and when.
///
/// In it: the receiver's window and its updates, segments of whole MSS, GSO with its deferral, Nagle in
/// Minshall's form, delayed and piggybacked acknowledgements, a bounded send buffer.
///
/// Left out: connection set-up and end, loss and its recovery (nothing below loses TCP packets), congestion
/// control (the congestion window is taken as wider than the receiver's: two ends on one host or on one
/// uncongested wire), window scaling by autotuning, and the delayed-acknowledgement timer: what is at most
/// one segment is acknowledged by the next data or with the next segment. With a window and a send buffer of
/// at least four segments nobody waits for that timer.
namespace kickpath::net {

struct TcpSpec {
  std::uint32_t mss = 1448;                ///< payload of one frame
  std::uint32_t max_payload = 1448;        ///< of one packet: one MSS, or with GSO many
  std::uint64_t receive_buffer = 262'144;  ///< bytes; the largest window
  std::uint64_t send_buffer = 262'144;     ///< bytes, sent and not yet acknowledged included
  bool splits_end = false;  ///< the end of a message that is no whole segment is a packet of its own
};

class TcpEnd {
 public:
  explicit TcpEnd(const TcpSpec& spec)
      : spec_(spec), peer_window_end_(spec.receive_buffer), told_window_end_(spec.receive_buffer) {}

  // ---- The application.

  /// May it write? (Linux sk_stream_memory_free: the last write may go beyond the buffer.)
  bool has_room() const { return written_ - acknowledged_ < spec_.send_buffer; }
  void write(std::uint64_t bytes) { written_ += bytes; }
  std::uint64_t readable() const { return received_ - read_; }
  void read(std::uint64_t bytes) { read_ += bytes; }

  // ---- The stack.

  /// The next packet of data that may go now; none: nothing is left, or something must come first.
  std::optional<Packet> next_data();
  /// Is an acknowledgement due that no data carry?
  bool wants_ack() const;
  Packet make_ack();
  void receive(const Packet& packet);

 private:
  std::uint64_t window_end() const { return read_ + spec_.receive_buffer; }
  std::uint32_t payload_now() const;
  void stamp(Packet& packet);

  TcpSpec spec_;
  // sending
  std::uint64_t written_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t peer_window_end_;
  std::uint64_t last_partial_end_ = 0;  ///< Minshall: end of the last packet that was no whole number of MSS
  // receiving
  std::uint64_t received_ = 0;
  std::uint64_t read_ = 0;
  std::uint64_t told_received_ = 0;
  std::uint64_t told_window_end_;
};

}  // namespace kickpath::net
