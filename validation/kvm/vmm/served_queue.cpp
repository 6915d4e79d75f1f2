#include "vmm/served_queue.hpp"

#include <fmt/format.h>

#include <span>
#include <stdexcept>

namespace kickpath::vmm {

ServedQueue::DeviceSide ServedQueue::make_side(const device::Rings& rings,
                                               virtqueue::Suppression suppression) {
  if (const auto* packed = std::get_if<virtqueue::PackedLayout>(&rings)) {
    lengths_.resize(packed->size);
    return virtqueue::PackedDevice(memory_, *packed, std::span(lengths_), suppression);
  }
  return virtqueue::SplitDevice(memory_, std::get<virtqueue::QueueLayout>(rings), suppression);
}

// Of which kind the ring is, is asked once a visit.
void ServedQueue::drain() {
  std::visit(
      [&](auto& queue) {
        if (are_kicks_stopped_) {
          program::drain_while_polling(*this, QueueId{plan_.id}, queue);
        } else {
          program::drain(*this, QueueId{plan_.id}, queue);
        }
      },
      queue_);
}

void ServedQueue::finish(std::uint32_t ticket) {
  std::visit(
      [&](auto& queue) {
        program::push_used(*this, QueueId{plan_.id}, queue, static_cast<std::uint16_t>(ticket),
                           written_[ticket]);
      },
      queue_);
  has_finished_ = true;
}

void ServedQueue::interrupt_for_finished() {
  if (!has_finished_) return;
  has_finished_ = false;
  std::visit([&](auto& queue) { program::interrupt_if_needed(*this, QueueId{plan_.id}, queue); }, queue_);
}

void ServedQueue::stop_kicks() {
  are_kicks_stopped_ = true;
  std::visit([](auto& queue) { queue.disable_notifications(); }, queue_);
}

bool ServedQueue::has_pending() {
  return std::visit([](auto& queue) { return queue.has_pending(); }, queue_);
}

bool ServedQueue::resume_kicks() {
  are_kicks_stopped_ = false;
  return std::visit([](auto& queue) { return queue.enable_notifications(); }, queue_);
}

program::Served ServedQueue::serve(QueueId, const virtqueue::Chain& chain) {
  const auto written = static_cast<std::uint32_t>(chain.writable_bytes());
  const bool is_done = backend_.serve({data_bytes(chain), tag_of(plan_.door, chain.head())}, now());
  if (is_done) return {true, written};
  if (written_.empty())
    written_.resize(std::visit([](const auto& rings) -> std::size_t { return rings.size; }, plan_.rings));
  written_[chain.head()] = written;
  return {false, 0};
}

// VirtIO 1.3 5.2.6: a virtio-blk request is a header, the data and one byte of status.
std::uint64_t ServedQueue::data_bytes(const virtqueue::Chain& chain) const {
  if (!plan_.requests.is_blk) return chain.bytes();
  const virtqueue::Buffer& header = chain.buffers().front();
  if (header.is_writable || header.length < program::blk_header_bytes)
    throw std::runtime_error("the guest sent a virtio-blk request without a header");
  if (chain.bytes() <= program::blk_header_bytes)
    throw std::runtime_error("the guest sent a virtio-blk request without a status");
  return chain.bytes() - program::blk_header_bytes - 1;
}

void ServedQueue::interrupt(QueueId) {
  if (!interrupt_.is_there()) return;
  interrupt_.raise();
  interrupts_.store(interrupts() + 1, std::memory_order_relaxed);
}

void ServedQueue::ring_is_broken(QueueId) {
  const auto error = std::visit([](const auto& queue) { return queue.error(); }, queue_);
  throw std::runtime_error(fmt::format("the guest broke the rules of queue {} (virtqueue::DeviceError {})",
                                       plan_.id, static_cast<int>(error)));
}

}  // namespace kickpath::vmm
