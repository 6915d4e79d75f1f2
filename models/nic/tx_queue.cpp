#include "nic/tx_queue.hpp"

#include "engine/error.hpp"

namespace kickpath::nic {

using cost::Component;

void TxQueue::attach(server::Server& server, const net::TxSpec& spec) {
  is_in_kernel_ = server.is_in_kernel();
  flush_ = make_tx_flush(spec, *this, server, parts_.host.simulation());
  server.attach(*this);
}

void TxQueue::stop_kicks(host::Task& server) { side_.stop_kicks(server); }

bool TxQueue::has_pending(host::Task& server) { return side_.has_pending(server); }

bool TxQueue::resume_kicks(host::Task& server) { return side_.resume_kicks(server); }

// One interrupt test a visit. (QEMU tests after each packet; the driver wants none but while its queue is
// stopped.)
bool TxQueue::serve(host::Task& server, const server::Budget& budget) {
  side_.enter(server);
  std::uint32_t sent = 0;
  std::uint64_t bytes = 0;
  while (side_.queue().has_pending() && sent < budget.requests && bytes < budget.bytes) {
    bytes += parts_.posted.front().bytes();
    send_one(server);
    ++sent;
  }
  engine::check_invariant(!side_.queue().is_broken(), "the driver broke the ring's rules");
  if (sent == 0) return false;
  side_.step(server, Component::ring_interrupt_test);
  if (side_.queue().needs_interrupt() && parts_.guest != nullptr) parts_.guest->notify(server);
  side_.settle(server);
  return side_.queue().has_pending();
}

void TxQueue::send_one(host::Task& server) {
  host::Host& host = parts_.host;
  side_.step(server, Component::ring_pop);
  const auto chain = side_.queue().pop();
  if (!chain) return;
  parts_.ring.probes.popped(server);
  const net::Packet packet = parts_.posted.front();
  parts_.posted.pop_front();
  if (!is_in_kernel_) {
    server.run_through(host.cost(Component::device_packet));
    server.kernel(host.cost(Component::syscall));
  }
  server.kernel(packet.bytes() * host.cost(Component::copy_per_byte));
  server.kernel(host.cost(Component::tap_send));
  out_->take(packet, server);
  if (!is_in_kernel_) server.preemption_point();
  side_.enter(server);
  side_.step(server, Component::ring_push);
  side_.queue().push(chain->head(), 0);
  parts_.ring.probes.pushed(server);
  parts_.sent();
}

}  // namespace kickpath::nic
