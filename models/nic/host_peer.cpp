#include "nic/host_peer.hpp"

#include <utility>

namespace kickpath::nic {

HostPeer::HostPeer(host::Host& host, const net::TcpSpec& spec, std::size_t datagrams)
    : host_(host), socket_(host, host_stack, spec, datagrams), process_(*this) {}

void HostPeer::start(host::TaskSpec spec, Program program) {
  process_.task = &host_.spawn(std::move(spec),
                               [this, run = std::move(program)](host::Task&) { run(socket_, process_); });
}

void HostPeer::take(const net::Packet& packet, host::Task& by) {
  Softirq softirq(*this, by);
  socket_.deliver(softirq, packet);
}

void HostPeer::Process::sleep() {
  is_asleep = true;
  task->block("packets");
  is_asleep = false;
}

void HostPeer::Softirq::wake_program() {
  if (peer.process_.is_asleep) peer.host_.wake(*peer.process_.task, by);
}

}  // namespace kickpath::nic
