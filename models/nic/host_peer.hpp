#pragma once
#include <functional>
#include <utility>

#include "nic/network.hpp"
#include "nic/socket.hpp"

namespace kickpath::nic {

/// An end of a connection that is a process of a host (netserver). Packets for it go through the host's stack
/// in the context of who brings them; its own, in its own.
class HostPeer final : public Network {
 public:
  using Program = std::function<void(Socket&, StackThread&)>;

  HostPeer(host::Host& host, const net::TcpSpec& spec, std::size_t datagrams);

  Socket& socket() { return socket_; }
  /// Where its own packets go. Before it starts.
  void connect(Network& out) { out_ = &out; }
  /// Its thread starts, and never ends.
  void start(host::TaskSpec task, Program program);

  void take(const net::Packet& packet, host::Task& by) override;

 private:
  /// The process itself.
  struct Process final : StackThread {
    explicit Process(HostPeer& owner) : peer(owner) {}
    void spend(Duration d) override {
      task->preemption_point();  // cond_resched
      task->kernel(d);
    }
    void transmit(const net::Packet& packet) override { peer.out_->take(packet, *task); }
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
    void transmit(const net::Packet& packet) override { peer.out_->take(packet, by); }
    void sleep() override {}
    void wake_program() override;
    HostPeer& peer;
    host::Task& by;
  };

  host::Host& host_;
  Socket socket_;
  Process process_;
  Network* out_ = nullptr;
};

}  // namespace kickpath::nic
