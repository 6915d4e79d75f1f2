#include "scenario/net_shape.hpp"

#include "scenario/words.hpp"

namespace kickpath::scenario {

using namespace literals;
using config::Spot;
using net::NetSpec;
using net::PeerSpec;
using net::RxInterrupt;
using net::RxSpec;
using net::TapSpec;
using net::TxFlush;
using net::TxSpec;

namespace {

config::Shape<TxSpec> tx_shape() {
  return config::record<TxSpec>("the transmit queue, at the device")
      .optional("flush", &TxSpec::flush, shape_of(tx_flush_words()),
                "when it sends what the guest has posted")
      .optional("timer", &TxSpec::timer, config::duration(1_ns, 10_s),
                "flush timer: from the first kick to the flush")
      .optional("burst", &TxSpec::burst, config::integer<std::uint32_t>(1, 65536),
                "flush bottom-half: packets of one visit");
}

void check_rx(const RxSpec& spec, const Spot& spot) {
  const bool waits = spec.interrupt == RxInterrupt::timeout || spec.interrupt == RxInterrupt::delay;
  if (!waits && spec.wait > Duration::zero()) spot.at("wait").error("only interrupt timeout and delay wait");
  if (spec.shared != 0 && spec.interrupt != RxInterrupt::timeout)
    spot.at("shared").error("only the wait of interrupt timeout is shared");
}

config::Shape<RxSpec> rx_shape() {
  return config::record<RxSpec>("the receive queue")
      .optional("buffers", &RxSpec::buffers, shape_of(rx_buffer_words()), "what the guest posts")
      .optional("budget", &RxSpec::budget, config::integer<std::uint32_t>(1, 65536),
                "packets of one NAPI poll")
      .optional("interrupt", &RxSpec::interrupt, shape_of(rx_interrupt_words()), "when the device interrupts")
      .optional("wait", &RxSpec::wait, config::duration(Duration::zero(), 10_s),
                "interrupt timeout: for another packet; delay: from the first packet")
      .optional(
          "shared", &RxSpec::shared, config::integer<std::uint32_t>(0, 1000),
          "interrupt timeout: so many waits, divided by the packets that wait, in whole waits; 0: one wait")
      .check(check_rx);
}

config::Shape<TapSpec> tap_shape() {
  return config::record<TapSpec>("the tap").optional(
      "queue", &TapSpec::queue, config::integer<std::uint32_t>(0, 1'000'000),
      "packets towards the guest, beyond which datagrams are dropped; 0: no bound");
}

void check_peer(const PeerSpec& spec, const Spot& spot) {
  if (spec.vm && spec.core) spot.at("core").error("the peer is a guest: its placement says where");
  if (spec.vm && spec.on) spot.at("on").error("the peer is a guest: its VM says on which host");
}

config::Shape<PeerSpec> peer_shape() {
  return config::record<PeerSpec>("the other end: a process, or another guest")
      .optional("on", &PeerSpec::on, shape_of(host_words()), "the process's host; default: the guest's own")
      .optional("core", &PeerSpec::core, config::integer<std::uint32_t>(0, 1023),
                "of the host that the process is bound to; default: any")
      .optional("vm", &PeerSpec::vm, config::identifier(),
                "these VMs, whose workload is 'peer': instance by instance, pair of queues by pair")
      .check(check_peer);
}

void check_net(const NetSpec& spec, const Spot& spot) {
  if (spec.gso && spec.rx.buffers == net::RxBuffers::small)
    spot.at("rx").at("buffers").error(
        "a small buffer holds one frame: gso: false, or mergeable or big buffers");
}

}  // namespace

config::Shape<NetSpec> net_shape() {
  return config::record<NetSpec>("a network device")
      .optional("gso", &NetSpec::gso, config::boolean(),
                "packets of up to 64 KiB between guest and host; else of one frame")
      .optional("mtu", &NetSpec::mtu, config::integer<std::uint32_t>(576, 65521), "of the link, bytes")
      .optional("tx", &NetSpec::tx, tx_shape(), "guest to host")
      .optional("rx", &NetSpec::rx, rx_shape(), "host to guest")
      .optional("tap", &NetSpec::tap, tap_shape(), "between device and host")
      .optional("peer", &NetSpec::peer, peer_shape(), "who is at the other end")
      .check(check_net);
}

}  // namespace kickpath::scenario
