#include "nic/tx_queue.hpp"

#include "engine/error.hpp"

namespace kickpath::nic {

using cost::Component;

void TxQueue::attach(server::Server& server, const net::TxSpec& spec) {
  is_in_kernel_ = server.is_in_kernel();
  flush_ = make_tx_flush(spec, *this, server, parts_.host.simulation());
  server.attach(*this);
}

void TxQueue::stop_kicks(host::Task& server) {
  parts_.ring.server.task = &server;
  parts_.ring.device.disable_notifications();
  settle(server);
}

bool TxQueue::has_pending(host::Task& server) {
  parts_.ring.server.task = &server;
  const bool has = parts_.ring.device.has_pending();
  settle(server);
  return has;
}

bool TxQueue::resume_kicks(host::Task& server) {
  parts_.ring.server.task = &server;
  const bool came_meanwhile = parts_.ring.device.enable_notifications();
  settle(server);
  return came_meanwhile;
}

// One interrupt test a visit. (QEMU tests after each packet; the driver wants none but while its queue is
// stopped.)
bool TxQueue::serve(host::Task& server, const server::Budget& budget) {
  parts_.ring.server.task = &server;
  std::uint32_t sent = 0;
  std::uint64_t bytes = 0;
  while (parts_.ring.device.has_pending() && sent < budget.requests && bytes < budget.bytes) {
    bytes += parts_.posted.front().bytes();
    send_one(server);
    ++sent;
  }
  engine::check_invariant(!parts_.ring.device.is_broken(), "the driver broke the ring's rules");
  if (sent == 0) return false;
  step(server, Component::ring_interrupt_test);
  if (parts_.ring.device.needs_interrupt() && parts_.guest != nullptr) parts_.guest->notify(server);
  settle(server);
  return parts_.ring.device.has_pending();
}

void TxQueue::send_one(host::Task& server) {
  host::Host& host = parts_.host;
  step(server, Component::ring_pop);
  const auto chain = parts_.ring.device.pop();
  if (!chain) return;
  const net::Packet packet = parts_.posted.front();
  parts_.posted.pop_front();
  if (!is_in_kernel_) {
    server.run_through(host.cost(Component::device_packet));
    server.kernel(host.cost(Component::syscall));
  }
  server.kernel(packet.bytes() * host.cost(Component::copy_per_byte));
  server.kernel(host.cost(Component::tap_send));
  parts_.network.from_guest(packet, server);
  if (!is_in_kernel_) server.preemption_point();
  parts_.ring.server.task = &server;
  step(server, Component::ring_push);
  parts_.ring.device.push(chain->head(), 0);
  parts_.sent();
}

void TxQueue::settle(host::Task& server) {
  server.run_through(memory::take_bill(parts_.host, server, parts_.ring.server));
}

void TxQueue::step(host::Task& server, Component c) {
  settle(server);
  server.run_through(parts_.host.cost(c));
}

}  // namespace kickpath::nic
