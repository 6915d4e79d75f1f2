#pragma once
#include <functional>
#include <string>

#include "host/host.hpp"
#include "net/packet_queue.hpp"
#include "nic/network.hpp"

namespace kickpath::nic {

/// A receive queue of a host's physical NIC and the kernel thread that polls it (threaded NAPI, Linux 5.12
/// net/core/dev.c napi_threaded_poll): the first packet that finds it asleep interrupts; it takes packets
/// through the host, `budget` at a time, until none are left, and turns interrupts on again.
class NapiThread {
 public:
  struct Parts {
    host::Host& host;
    Network& beyond;    ///< where packets go
    std::size_t queue;  ///< datagrams beyond that many packets are dropped; 0: no bound
    CoreId irq;         ///< that its interrupts go to
    std::function<void()> dropped;
  };

  NapiThread(const Parts& parts, host::TaskSpec task);
  NapiThread(const NapiThread&) = delete;
  NapiThread& operator=(const NapiThread&) = delete;

  /// A packet is there, whole (GRO). From anywhere.
  void arrived(const net::Packet& packet);

 private:
  void run(host::Task& task);
  void poll(host::Task& task);

  Parts parts_;
  net::PacketQueue queue_;
  host::Task& task_;
  bool wants_interrupt_ = false;
};

}  // namespace kickpath::nic
