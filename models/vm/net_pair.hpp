#pragma once
#include <deque>
#include <functional>
#include <optional>

#include "device/device_spec.hpp"
#include "nic/guest_nic.hpp"
#include "nic/rx_queue.hpp"
#include "nic/socket.hpp"
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
  };

  explicit NetPair(const Parts& parts);
  NetPair(const NetPair&) = delete;
  NetPair& operator=(const NetPair&) = delete;

  /// The guest has one end of a connection: its packets go `out`, and what the tap is given is for it. Before
  /// anything runs, and once.
  void connect(nic::Network& out, const net::TcpSpec& tcp, std::uint32_t datagrams);
  nic::Tap& tap() { return tap_; }
  nic::Ring& rx_ring() { return rx_ring_; }
  nic::Ring& tx_ring() { return tx_ring_; }
  host::Host& host() { return host_; }

  /// On the vcpu's fiber, once connected: the driver is ready.
  void open();
  nic::GuestNic& driver() { return driver_; }
  nic::Socket& socket() { return *socket_; }
  /// Of a packet for which there was no room.
  std::function<void()> on_drop() const;

 private:
  notify::HostNotifier::Ways ways_of(server::QueueHandler& queue, notify::KickWays& ways, std::uint32_t id,
                                     const Parts& parts);
  nic::GuestNic::Queue queue_of(nic::Ring& ring, std::deque<net::Packet>& packets,
                                notify::HostNotifier& notifier, std::uint32_t id, server::Server& server,
                                const Parts& parts);

  host::Host& host_;
  Guest& owner_;
  Probes& probes_;
  VmIndex vm_;
  bool is_vhost_;
  nic::Tap tap_;
  nic::Ring tx_ring_, rx_ring_;
  std::deque<net::Packet> posted_, given_;
  nic::TxQueue tx_;
  nic::RxQueue rx_;
  notify::KickWays tx_ways_, rx_ways_;
  notify::HostNotifier tx_notifier_, rx_notifier_;
  nic::GuestNic driver_;
  std::optional<nic::Socket> socket_;  ///< none: nobody uses the device
};

}  // namespace kickpath::vm
