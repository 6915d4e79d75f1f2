#include "net/tcp.hpp"

#include <algorithm>

namespace kickpath::net {

// Linux net/ipv4/tcp_output.c: tcp_nagle_check with tcp_minshall_check; tcp_tso_should_defer, whose divisor
// tcp_tso_win_divisor is 3. Before Linux 3.14 tcp_mss_split_point cut the last packet of a message at a whole
// segment, always (2.6.36: needed - needed % mss_now; commit d4589926d7a9 "tcp: refine TSO splits" ended it,
// from memory).
std::uint32_t TcpEnd::payload_now() const {
  constexpr std::uint64_t win_divisor = 3;
  const std::uint64_t waiting = written_ - sent_;
  const std::uint64_t room = peer_window_end_ - sent_;
  const bool is_idle = sent_ == acknowledged_;
  const auto wanted = static_cast<std::uint32_t>(std::min<std::uint64_t>(waiting, spec_.max_payload));
  if (wanted > room) {  // the window ends before: whole segments, and not too few of them
    const std::uint64_t whole = room / spec_.mss * spec_.mss;
    const bool is_worth_it =
        is_idle || whole >= std::min<std::uint64_t>(spec_.max_payload, spec_.receive_buffer / win_divisor);
    return is_worth_it ? static_cast<std::uint32_t>(whole) : 0;
  }
  const std::uint32_t partial = wanted % spec_.mss;
  const bool is_end = wanted == waiting;
  if (partial == 0) return wanted;
  if (!is_end || (spec_.splits_end && wanted > spec_.mss)) return wanted - partial;
  const bool is_partial_outstanding = last_partial_end_ > acknowledged_;
  return is_partial_outstanding ? wanted - partial : wanted;
}

std::optional<Packet> TcpEnd::next_data() {
  const std::uint32_t payload = payload_now();
  if (payload == 0) return std::nullopt;
  sent_ += payload;
  if (payload % spec_.mss != 0) last_partial_end_ = sent_;
  Packet packet{PacketKind::tcp_data, payload, 0, 0, {}};
  stamp(packet);
  return packet;
}

// Linux net/ipv4/tcp_input.c __tcp_ack_snd_check (more than one full frame) and net/ipv4/tcp.c
// tcp_cleanup_rbuf (the reader has freed much).
bool TcpEnd::wants_ack() const {
  return received_ - told_received_ > spec_.mss ||
         window_end() - told_window_end_ >= spec_.receive_buffer / 2;
}

Packet TcpEnd::make_ack() {
  Packet packet{PacketKind::tcp_ack, 0, 0, 0, {}};
  stamp(packet);
  return packet;
}

void TcpEnd::stamp(Packet& packet) {
  packet.acknowledged = told_received_ = received_;
  packet.window_end = told_window_end_ = window_end();
}

void TcpEnd::receive(const Packet& packet) {
  acknowledged_ = std::max(acknowledged_, packet.acknowledged);
  peer_window_end_ = std::max(peer_window_end_, packet.window_end);
  received_ += packet.payload;
}

}  // namespace kickpath::net
