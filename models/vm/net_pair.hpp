#pragma once
#include <deque>
#include <functional>

#include "device/device_spec.hpp"
#include "nic/guest_nic.hpp"
#include "nic/host_peer.hpp"
#include "nic/rx_queue.hpp"
#include "nic/tx_queue.hpp"
#include "notify/kick_catalogue.hpp"
#include "vm/device_interrupts.hpp"
#include "vm/guest.hpp"
#include "vm/servers.hpp"

namespace kickpath::vm {

/// A pair of queues of a network device with all that belongs to it: rings, notifiers, tap, the driver's and
/// the device's side. Queue 2p receives, queue 2p + 1 transmits (VirtIO 1.3 5.1.2).
class NetPair {
 public:
  struct Parts {
    host::Host& host;
    const device::DeviceSpec& spec;
    std::uint32_t device;  ///< number in the VM
    std::uint32_t number;  ///< of the pair in the device
    notify::IoBus& bus;
    Guest& owner;
    server::GlobalLock& lock;  ///< held by a vcpu thread that serves
    server::Server& rx_server;
    server::Server& tx_server;
    DeviceInterrupts& interrupts;
    VmIndex vm;
    Probes& probes;
    const net::TcpSpec& tcp;
    std::uint32_t datagrams;
  };

  explicit NetPair(const Parts& parts);
  NetPair(const NetPair&) = delete;
  NetPair& operator=(const NetPair&) = delete;

  /// On the vcpu's fiber: the driver is ready.
  void open();
  nic::GuestNic& driver() { return driver_; }
  nic::Socket& guest_socket() { return guest_socket_; }
  nic::HostPeer& peer() { return peer_; }

 private:
  notify::HostNotifier::Ways ways_of(server::QueueHandler& queue, notify::KickWays& ways, std::uint32_t id,
                                     const Parts& parts);
  nic::GuestNic::Queue queue_of(nic::Ring& ring, std::deque<net::Packet>& packets,
                                notify::HostNotifier& notifier, std::uint32_t id, server::Server& server,
                                const Parts& parts);
  void count_drops(const Parts& parts);

  Guest& owner_;
  bool is_vhost_;
  nic::Tap tap_;
  nic::Ring tx_ring_, rx_ring_;
  std::deque<net::Packet> posted_, given_;
  nic::HostPeer peer_;
  nic::TxQueue tx_;
  nic::RxQueue rx_;
  notify::KickWays tx_ways_, rx_ways_;
  notify::HostNotifier tx_notifier_, rx_notifier_;
  nic::GuestNic driver_;
  nic::Socket guest_socket_;
};

}  // namespace kickpath::vm
