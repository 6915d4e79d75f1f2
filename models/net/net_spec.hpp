#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "time/duration.hpp"
#include "time/ids.hpp"

/// A virtio-net device and what it is connected to, as a scenario says it.
namespace kickpath::net {

/// When the device sends what the guest has posted.
enum class TxFlush : std::uint8_t {
  drain,        ///< at once, until the ring is empty (vhost, a thread per queue)
  timer,        ///< some time after the first kick (QEMU tx=timer)
  bottom_half,  ///< once the loop comes to it, a burst at a time (QEMU tx=bh)
};

struct TxSpec {
  TxFlush flush = TxFlush::drain;
  Duration timer{150'000'000};  ///< QEMU hw/net/virtio-net.c TX_TIMER_INTERVAL, 150 us
  std::uint32_t burst = 256;    ///< QEMU TX_BURST: packets of one visit of a bottom half

  friend bool operator==(const TxSpec&, const TxSpec&) = default;
};

/// How the guest's receive buffers are made (VirtIO 1.3 5.1.6.3).
enum class RxBuffers : std::uint8_t {
  mergeable,  ///< pages; a packet takes as many as it needs (VIRTIO_NET_F_MRG_RXBUF)
  big,        ///< each holds the largest packet, on many descriptors
  small       ///< each holds one frame: without GSO
};

/// When the device interrupts for packets that it has received.
enum class RxInterrupt : std::uint8_t {
  batch,    ///< once nothing more is pending (vhost)
  packet,   ///< for each packet (QEMU, lguest before 2009)
  timeout,  ///< once nothing has come for `wait` (lguest's experiments of 2009)
  delay     ///< `wait` after the first packet
};

struct RxSpec {
  RxBuffers buffers = RxBuffers::mergeable;
  std::uint32_t budget = 64;  ///< packets that the guest takes in one NAPI poll
  RxInterrupt interrupt = RxInterrupt::batch;
  Duration wait{};
  std::uint32_t shared = 0;  ///< timeout: so many times `wait`, divided by the packets that wait; 0: once

  friend bool operator==(const RxSpec&, const RxSpec&) = default;
};

struct TapSpec {
  std::uint32_t queue = 1000;  ///< packets towards the guest (txqueuelen); 0: no bound

  friend bool operator==(const TapSpec&, const TapSpec&) = default;
};

/// The other end of the guest's connections: a process of a host, or another guest.
struct PeerSpec {
  std::optional<std::uint32_t> core;  ///< that the process is bound to; none: any
  std::optional<std::string> vm{};    ///< a guest of this group, instance by instance; none: a process
  std::optional<HostId> on{};         ///< where the process is; none: on the guest's own host

  friend bool operator==(const PeerSpec&, const PeerSpec&) = default;
};

struct NetSpec {
  bool gso = true;  ///< packets of up to 64 KiB through the device; else of one frame
  std::uint32_t mtu = 1500;
  TxSpec tx;
  RxSpec rx;
  TapSpec tap;
  PeerSpec peer;

  friend bool operator==(const NetSpec&, const NetSpec&) = default;
};

}  // namespace kickpath::net
