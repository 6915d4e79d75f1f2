#pragma once
#include <functional>

#include "nic/network.hpp"
#include "nic/socket.hpp"
#include "nic/tap.hpp"

namespace kickpath::nic {

/// The other end of the guest's connection: a process of the guest's own host (netserver), behind bridge and
/// tap. Packets of the guest go through the host's stack in the context of who brings them to the tap; its
/// own, in its own.
class HostPeer final : public Network {
 public:
  using Program = std::function<void(Socket&, StackThread&)>;

  HostPeer(host::Host& host, Tap& tap, const net::TcpSpec& spec, std::size_t datagrams);

  Socket& socket() { return socket_; }
  /// Its thread starts, and never ends.
  void start(host::TaskSpec task, Program program);

  void from_guest(const net::Packet& packet, host::Task& by) override;

 private:
  void transmit(const net::Packet& packet, host::Task& by);

  /// The process itself.
  struct Process final : StackThread {
    explicit Process(HostPeer& owner) : peer(owner) {}
    void spend(Duration d) override {
      task->preemption_point();  // cond_resched
      task->kernel(d);
    }
    void transmit(const net::Packet& packet) override { peer.transmit(packet, *task); }
    void sleep() override;
    void wake_program() override {}
    HostPeer& peer;
    host::Task* task = nullptr;
    bool is_asleep = false;
  };

  /// The softirq in the context of who brought a packet.
  struct Softirq final : StackThread {
    Softirq(HostPeer& owner, host::Task& in) : peer(owner), by(in) {}
    void spend(Duration d) override { by.kernel(d); }
    void transmit(const net::Packet& packet) override { peer.transmit(packet, by); }
    void sleep() override {}
    void wake_program() override;
    HostPeer& peer;
    host::Task& by;
  };

  host::Host& host_;
  Tap& tap_;
  Socket socket_;
  Process process_;
};

}  // namespace kickpath::nic
