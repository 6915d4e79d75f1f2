#include "nic/guest_nic.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/error.hpp"
#include "nic/rx_queue.hpp"

namespace kickpath::nic {

using cost::Component;
using virtqueue::AddResult;
using virtqueue::Buffer;

namespace {

constexpr std::uint32_t header_bytes = 12;  // VirtIO 1.3 5.1.6 virtio_net_hdr
constexpr std::uint32_t page_bytes = 4096;
constexpr std::uint32_t copied_bytes = 128;  // Linux drivers/net/virtio_net.c GOOD_COPY_LEN
// A chain of the model has 16 buffers at most, one for the header; Linux takes up to 2 + MAX_SKB_FRAGS, 19.
constexpr std::uint32_t most_descriptors = virtqueue::Chain::max_buffers;

/// Descriptors of a packet: its header, and its pages.
std::uint32_t descriptors_of(std::uint32_t bytes) {
  return std::min(1 + (bytes + page_bytes - 1) / page_bytes, most_descriptors);
}

std::uint32_t descriptors_of(net::RxBuffers buffers) {
  if (buffers == net::RxBuffers::big) return most_descriptors;
  return buffers == net::RxBuffers::small ? 2 : 1;
}

/// So many buffers over the data area.
AddResult add(Ring& ring, std::uint32_t descriptors, std::uint32_t bytes, bool is_writable) {
  std::array<Buffer, virtqueue::Chain::max_buffers> buffers;
  const std::uint32_t pages = std::max(descriptors - 1, 1u);
  for (std::uint32_t i = 0; i < descriptors; ++i)
    buffers[i] = {ring.data(), i == 0 && descriptors > 1 ? header_bytes : std::max(bytes / pages, 1u),
                  is_writable};
  return ring.driver.add(std::span<const Buffer>{buffers.data(), descriptors}, 0);
}

}  // namespace

GuestNic::GuestNic(host::Host& host, vcpu::Vcpu& vcpu, const net::NetSpec& spec, Queue tx, Queue rx)
    : host_(host), vcpu_(vcpu), spec_(spec), tx_(std::move(tx)), rx_(std::move(rx)) {}

// Packets may come as soon as there are buffers; NAPI is enabled once all are there.
void GuestNic::open() {
  vcpu_.on_interrupt([this](vcpu::Vector vector) { interrupted(vector); });
  tx_.ring.driver.disable_interrupts();
  is_in_softirq_ = true;
  refill();
  is_in_softirq_ = false;
  run_softirq();
}

// ---- The vcpu's time
// -------------------------------------------------------------------------------------------------------------

void GuestNic::spend(Duration d) {
  while (d > Duration::zero()) {
    d = vcpu_.compute_until_interrupt(d);
    run_softirq();
  }
}

void GuestNic::sleep() {
  if (!wants_rx_softirq_ && !wants_tx_softirq_) vcpu_.halt();
  run_softirq();
}

void GuestNic::interrupted(vcpu::Vector vector) {
  if (vector == rx_.vector) {
    rx_.ring.driver.disable_interrupts();
    wants_rx_softirq_ = true;
  }
  if (vector == tx_.vector) {
    tx_.ring.driver.disable_interrupts();
    wants_tx_softirq_ = true;
  }
}

void GuestNic::run_softirq() {
  if (is_in_softirq_) return;
  is_in_softirq_ = true;
  while (wants_tx_softirq_ || wants_rx_softirq_) {
    if (std::exchange(wants_tx_softirq_, false)) wake_queue();
    if (std::exchange(wants_rx_softirq_, false)) poll();
  }
  is_in_softirq_ = false;
}

void GuestNic::step(Queue& queue, Component c) {
  if (queue.ring.guest.owes()) spend(memory::take_bill(host_, vcpu_.task(), queue.ring.guest));
  spend(host_.cost(c));
}

void GuestNic::kick_if_needed(Queue& queue) {
  step(queue, Component::ring_kick_test);
  if (!queue.ring.driver.needs_kick()) return;
  if (queue.notifier.kicks_leave_guest()) queue.kicked();
  queue.notifier.kick(vcpu_);
}

// ---- Transmit
// --------------------------------------------------------------------------------------------------------------------

void GuestNic::transmit(const net::Packet& packet) {
  backlog_.push_back(packet);
  run_queue();
}

void GuestNic::run_queue() {
  if (std::exchange(is_running_queue_, true)) return;
  while (!backlog_.empty() && !is_stopped_) {
    reap_sent();
    if (!post(backlog_.front())) {
      stop_queue();
      continue;
    }
    kick_if_needed(tx_);
  }
  is_running_queue_ = false;
}

// What had no room before the step may have none after it, but not the other way round.
bool GuestNic::post(const net::Packet& packet) {
  step(tx_, Component::ring_post);
  const AddResult answer = add(tx_.ring, descriptors_of(packet.bytes()), packet.bytes(), false);
  if (answer == AddResult::full) return false;
  engine::check_invariant(answer == AddResult::added, "a transmit queue that takes no packet");
  tx_.ring.probes.posted(vcpu_.task());
  tx_.packets.push_back(packet);
  backlog_.pop_front();
  if (tx_.poller != nullptr) tx_.poller->nudge();
  return true;
}

void GuestNic::reap_sent() {
  while (tx_.ring.driver.has_used()) {
    step(tx_, Component::ring_reap);
    if (!tx_.ring.driver.reap()) break;
    tx_.ring.probes.reaped(vcpu_.task());
  }
}

// Interrupts are wanted only while stopped; what came back meanwhile starts the queue at once.
void GuestNic::stop_queue() {
  is_stopped_ = true;
  if (tx_.ring.driver.enable_interrupts()) {
    tx_.ring.driver.disable_interrupts();
    is_stopped_ = false;
  }
}

void GuestNic::wake_queue() {
  reap_sent();
  is_stopped_ = false;
  run_queue();
}

// ---- Receive
// ---------------------------------------------------------------------------------------------------------------------

// Linux drivers/net/virtio_net.c virtnet_poll: at the end of the work interrupts are wanted again, and the
// ring is looked at once more.
void GuestNic::poll() {
  if (receive_up_to(spec_.rx.budget) == spec_.rx.budget) {
    wants_rx_softirq_ = true;
    return;
  }
  if (!rx_.ring.driver.enable_interrupts()) return;
  rx_.ring.driver.disable_interrupts();
  wants_rx_softirq_ = true;
}

std::uint32_t GuestNic::receive_up_to(std::uint32_t budget) {
  std::uint32_t received = 0;
  while (received < budget && rx_.ring.driver.has_used()) {
    const net::Packet packet = rx_.packets.front();
    rx_.packets.pop_front();
    for (std::uint32_t i = 0; i < buffers_of(spec_.rx, packet.bytes()); ++i) {
      step(rx_, Component::ring_reap);
      engine::check_invariant(rx_.ring.driver.reap().has_value(), "a packet without its buffers");
      rx_.ring.probes.reaped(vcpu_.task());
    }
    spend(std::min(copied_bytes, packet.bytes()) * host_.cost(Component::copy_per_byte));
    socket_->deliver(*this, packet);
    ++received;
  }
  if (rx_.ring.driver.in_flight() < most_posted_ / 2 || most_posted_ == 0) refill();
  return received;
}

// try_fill_recv: until the ring is full; one kick for all.
void GuestNic::refill() {
  const std::uint32_t descriptors = descriptors_of(spec_.rx.buffers);
  const std::uint32_t bytes = spec_.rx.buffers == net::RxBuffers::big     ? net::gso_max_bytes
                              : spec_.rx.buffers == net::RxBuffers::small ? spec_.mtu + net::ethernet_bytes
                                                                          : page_bytes;
  bool is_any_added = false;
  while (rx_.ring.driver.free_descriptors() >= descriptors) {
    step(rx_, Component::ring_post);
    engine::check_invariant(add(rx_.ring, descriptors, bytes, true) == AddResult::added,
                            "a receive queue that takes no buffer");
    rx_.ring.probes.posted(vcpu_.task());
    is_any_added = true;
    if (rx_.poller != nullptr) rx_.poller->nudge();
  }
  most_posted_ = std::max<std::uint32_t>(most_posted_, rx_.ring.driver.in_flight());
  if (is_any_added) kick_if_needed(rx_);
}

}  // namespace kickpath::nic
