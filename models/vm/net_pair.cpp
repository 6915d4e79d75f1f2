#include "vm/net_pair.hpp"

#include "notify/doorbell.hpp"

namespace kickpath::vm {

using Event = notify::HostNotifier::Event;

namespace {

std::uint32_t rx_number(const NetPair::Parts& parts) { return 2 * parts.number; }
std::uint32_t tx_number(const NetPair::Parts& parts) { return 2 * parts.number + 1; }

// QEMU reads a packet into a buffer of its own first (net/tap.c tap_send, hw/net/virtio-net.c
// virtio_net_receive); vhost and lguest's threads read into the guest's buffers.
bool bounces(const NetPair::Parts& parts) {
  return !parts.rx_server.is_in_kernel() && parts.spec.server.kind != server::ServerKind::thread_per_queue;
}

// What the device model does in the vcpu thread, under the global lock.
std::function<void(vcpu::Vcpu&)> handler_of(const NetPair::Parts& parts, server::QueueHandler& queue) {
  return [&lock = parts.lock, &queue](vcpu::Vcpu& vcpu) {
    lock.lock(vcpu.task());
    queue.drain(vcpu.task());
    lock.unlock(vcpu.task());
  };
}

}  // namespace

NetPair::NetPair(const Parts& parts)
    : host_(parts.host), owner_(parts.owner), probes_(parts.probes), vm_(parts.vm),
      is_vhost_(parts.rx_server.is_in_kernel()), tap_(parts.host, parts.spec.net.tap.queue),
      tx_ring_(parts.host, parts.owner.vcpu().task(), parts.spec.queue.size, parts.spec.queue.suppression),
      rx_ring_(parts.host, parts.owner.vcpu().task(), parts.spec.queue.size, parts.spec.queue.suppression),
      tx_({parts.host, tx_ring_, posted_, parts.interrupts.of_queue(tx_number(parts)),
           [&probes = parts.probes, vm = parts.vm] { probes.packet_sent(vm); }}),
      rx_({parts.host, rx_ring_, given_, tap_, parts.spec.net, parts.interrupts.of_queue(rx_number(parts)),
           [&probes = parts.probes, vm = parts.vm] { probes.packet_received(vm); }, bounces(parts)}),
      tx_ways_(notify::make_kick_ways(parts.spec.kick, tx_.kicks(), handler_of(parts, tx_))),
      rx_ways_(notify::make_kick_ways(parts.spec.kick, rx_.kicks(), handler_of(parts, rx_))),
      tx_notifier_(ways_of(tx_, tx_ways_, tx_number(parts), parts)),
      rx_notifier_(ways_of(rx_, rx_ways_, rx_number(parts), parts)),
      driver_(parts.host, parts.owner.vcpu(), parts.spec.net,
              queue_of(tx_ring_, posted_, tx_notifier_, tx_number(parts), parts.tx_server, parts),
              queue_of(rx_ring_, given_, rx_notifier_, rx_number(parts), parts.rx_server, parts)) {
  tap_.on_drop([drop = on_drop()](const net::Packet&) { drop(); });
  rx_.attach(parts.rx_server);
  tx_.attach(parts.tx_server, parts.spec.net.tx);
}

notify::HostNotifier::Ways NetPair::ways_of(server::QueueHandler& queue, notify::KickWays& ways,
                                            std::uint32_t id, const Parts& parts) {
  return {parts.bus,       notify::doorbell_of(parts.spec.kick, parts.device, id),
          queue.kicks(),   *ways.ioeventfd,
          *ways.userspace, [&queue](host::Task& by) { queue.drain(by); }};
}

nic::GuestNic::Queue NetPair::queue_of(nic::Ring& ring, std::deque<net::Packet>& packets,
                                       notify::HostNotifier& notifier, std::uint32_t id,
                                       server::Server& server, const Parts& parts) {
  return {ring,
          packets,
          notifier,
          parts.interrupts.vector_of(id),
          server.poller(),
          [&probes = parts.probes, vm = parts.vm, id] { probes.kick(vm, QueueId{id}); }};
}

std::function<void()> NetPair::on_drop() const {
  return [&probes = probes_, vm = vm_] { probes.dropped(vm); };
}

void NetPair::connect(nic::Network& out, const net::TcpSpec& tcp, std::uint32_t datagrams) {
  engine::check_invariant(!socket_, "a pair of queues that has a connection already");
  socket_.emplace(host_, nic::guest_stack, tcp, datagrams);
  socket_->on_drop(on_drop());
  driver_.connect(*socket_);
  tx_.connect(out);
}

void NetPair::open() {
  for (notify::HostNotifier* notifier : {&rx_notifier_, &tx_notifier_}) {
    notifier->handle(Event::driver_ok, owner_.vcpu().task());
    if (is_vhost_) notifier->handle(Event::vhost_takes, owner_.vcpu().task());
  }
  driver_.open();
}

}  // namespace kickpath::vm
