#include "nic/rx_queue.hpp"

#include "engine/error.hpp"

namespace kickpath::nic {

using cost::Component;

namespace {

constexpr std::uint32_t page_bytes = 4096;
// Linux drivers/vhost/net.c VHOST_NET_PKT_WEIGHT: packets of one visit, so that both directions get their
// turn.
constexpr std::uint32_t visit = 256;

}  // namespace

std::uint32_t buffers_of(const net::RxSpec& spec, std::uint32_t bytes) {
  if (spec.buffers != net::RxBuffers::mergeable) return 1;
  return (bytes + page_bytes - 1) / page_bytes;
}

void RxQueue::attach(server::Server& server) {
  is_in_kernel_ = server.is_in_kernel();
  interrupts_ =
      make_rx_interrupts(parts_.spec.rx, parts_.host, server, [this](host::Task& task) { interrupt(task); });
  again_ = server.defer([this](host::Task& task) { receive(task); });
  server.attach(*this);
  server.attach(parts_.tap.readable(), [this](host::Task& task) { receive(task); });
}

// A kick says that there are buffers again. It means nothing unless a packet waits for them.
void RxQueue::drain(host::Task& server) {
  if (waits_for_buffers_) return receive(server);
  stop_kicks(server);
}

void RxQueue::stop_kicks(host::Task& server) { side_.stop_kicks(server); }

bool RxQueue::has_pending(host::Task& server) { return waits_for_buffers_ && side_.has_pending(server); }

bool RxQueue::serve(host::Task& server, const server::Budget&) {
  drain(server);
  return false;
}

bool RxQueue::resume_kicks(host::Task& server) { return waits_for_buffers_ && side_.resume_kicks(server); }

void RxQueue::receive(host::Task& server) {
  parts_.tap.stop_listening();
  side_.enter(server);
  waits_for_buffers_ = false;
  for (std::uint32_t received = 0; !parts_.tap.queue().is_empty(); ++received) {
    if (received == visit) {
      interrupts_->visit_ends(server);
      return again_->schedule(server);
    }
    while (!has_buffers_for(parts_.tap.queue().front(), server)) {
      interrupts_->ring_is_full(server);
      waits_for_buffers_ = !side_.resume_kicks(server);
      if (waits_for_buffers_) return;
      side_.queue().disable_notifications();
    }
    receive_one(server);
  }
  if (!is_in_kernel_) server.kernel(parts_.host.cost(Component::syscall));  // EAGAIN
  interrupts_->tap_is_empty(server);
  parts_.tap.listen();
  if (!parts_.tap.queue().is_empty()) again_->schedule(server);
}

bool RxQueue::has_buffers_for(const net::Packet& packet, host::Task& server) {
  const std::uint32_t wanted = buffers_of(parts_.spec.rx, packet.bytes());
  while (buffers_.size() < wanted) {
    if (!side_.queue().has_pending()) return false;
    const auto chain = side_.queue().pop();
    engine::check_invariant(chain.has_value(), "the driver broke the ring's rules");
    buffers_.push_back(chain->head());
    parts_.ring.probes.popped(server);
  }
  return true;
}

// The guest sees all buffers of a packet at once (Linux drivers/vhost/vhost.c vhost_add_used_n).
void RxQueue::receive_one(host::Task& server) {
  host::Host& host = parts_.host;
  const net::Packet packet = parts_.tap.queue().pop();
  if (!is_in_kernel_) {
    server.run_through(host.cost(Component::device_packet));
    server.kernel(host.cost(Component::syscall));
  }
  server.kernel(host.cost(Component::tap_receive));
  server.kernel(packet.bytes() * host.cost(Component::copy_per_byte));
  if (parts_.is_bounced) server.run_through(packet.bytes() * host.cost(Component::copy_per_byte));
  const std::uint32_t buffers = buffers_of(parts_.spec.rx, packet.bytes());
  for (std::uint32_t i = 0; i < buffers; ++i) {
    side_.step(server, Component::ring_pop);
    side_.step(server, Component::ring_push);
  }
  parts_.given.push_back(packet);
  for (std::uint32_t i = 0; i < buffers; ++i) {
    side_.queue().push(buffers_.front(), packet.bytes() / buffers);
    parts_.ring.probes.pushed(server);
    buffers_.pop_front();
  }
  side_.settle(server);
  parts_.received();
  interrupts_->given(server);
  side_.enter(server);
}

void RxQueue::interrupt(host::Task& server) {
  side_.enter(server);
  side_.step(server, Component::ring_interrupt_test);
  if (side_.queue().needs_interrupt() && parts_.guest != nullptr) parts_.guest->notify(server);
  side_.settle(server);
}

}  // namespace kickpath::nic
