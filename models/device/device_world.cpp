#include "device/device_world.hpp"

#include <utility>

#include "engine/error.hpp"

namespace kickpath::device {

using cost::Component;
using program::RingOperation;

namespace {

Component component_of(RingOperation operation) {
  switch (operation) {
    case RingOperation::pop:
      return Component::ring_pop;
    case RingOperation::push:
      return Component::ring_push;
    default:
      return Component::ring_interrupt_test;
  }
}

RequestKind kind_of(std::uint32_t type) {
  switch (static_cast<program::BlkType>(type)) {
    case program::BlkType::out:
      return RequestKind::write;
    case program::BlkType::flush:
      return RequestKind::flush;
    default:
      return RequestKind::read;
  }
}

}  // namespace

void DeviceWorld::settle_now() {
  if (std::exchange(queue_.has_pushed_, false)) queue_.parts_.target.nudge();
  if (queue_.toucher_.owes())
    server_.run_through(memory::take_bill(server_.host(), server_, queue_.toucher_));
}

void DeviceWorld::about_to(RingOperation operation, QueueId) {
  settle();
  Duration cost = server_.host().cost(component_of(operation));
  if (operation == RingOperation::pop) cost += server_.host().cost(Component::server_request);
  server_.run_through(cost);
  queue_.has_pushed_ = operation == RingOperation::push;
  queue_.about_to(server_, operation);
  if (queue_.has_pushed_ && server_.is_watched()) [[unlikely]]
    note_pushed();
}

inline program::Served DeviceWorld::serve_unwatched(const virtqueue::Chain& chain) {
  settle();
  const auto written = static_cast<std::uint32_t>(chain.writable_bytes());
  const bool is_complete =
      queue_.parts_.backend.serve(server_, parse(chain), queue_, Ticket{chain.head(), written});
  return {is_complete, written};
}

program::Served DeviceWorld::serve(QueueId, const virtqueue::Chain& chain) {
  return server_.is_watched() ? serve_watched(chain) : serve_unwatched(chain);
}

program::Served DeviceWorld::serve_watched(const virtqueue::Chain& chain) {
  const Probes* probes = queue_.parts_.probes;
  queue_.served_head_ = chain.head();
  if (probes != nullptr) probes->taken(server_, queue_.id_of(chain.head()));
  const program::Served served = serve_unwatched(chain);
  if (probes != nullptr) probes->left(server_, queue_.id_of(chain.head()), served.is_complete);
  return served;
}

void DeviceWorld::note_pushed() {
  if (queue_.parts_.probes != nullptr)
    queue_.parts_.probes->pushed(server_, queue_.id_of(queue_.served_head_));
}

// VirtIO 1.3 5.2.6: type, reserved, sector; the data; the status, which is one writable byte.
Request DeviceWorld::parse(const virtqueue::Chain& chain) const {
  if (!queue_.parts_.is_blk) return {0, chain.bytes(), RequestKind::read};
  const virtqueue::Buffer& header = chain.buffers().front();
  engine::check_invariant(!header.is_writable && header.length >= program::blk_header_bytes,
                          "a virtio-blk request without a header");
  const auto type = static_cast<std::uint32_t>(queue_.memory_.load<std::uint64_t>(header.address));
  const auto sector = queue_.memory_.load<std::uint64_t>(header.address + 8);
  return {sector, chain.bytes() - program::blk_header_bytes - 1, kind_of(type)};
}

void DeviceWorld::interrupt(QueueId) {
  settle();
  if (queue_.parts_.guest != nullptr) queue_.parts_.guest->notify(server_);
}

void DeviceWorld::ring_is_broken(QueueId) {
  engine::check_invariant(false, "the driver broke the ring's rules");
}

}  // namespace kickpath::device
