#include "vmm/served_queue.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace kickpath::vmm {

void ServedQueue::drain() {
  if (are_kicks_stopped_) {
    program::drain_while_polling(*this, QueueId{plan_.id}, queue_);
  } else {
    program::drain(*this, QueueId{plan_.id}, queue_);
  }
}

void ServedQueue::finish(std::uint32_t ticket) {
  program::push_used(*this, QueueId{plan_.id}, queue_, static_cast<std::uint16_t>(ticket), written_[ticket]);
  has_finished_ = true;
}

void ServedQueue::interrupt_for_finished() {
  if (!has_finished_) return;
  has_finished_ = false;
  program::interrupt_if_needed(*this, QueueId{plan_.id}, queue_);
}

void ServedQueue::stop_kicks() {
  are_kicks_stopped_ = true;
  queue_.disable_notifications();
}

bool ServedQueue::resume_kicks() {
  are_kicks_stopped_ = false;
  return queue_.enable_notifications();
}

program::Served ServedQueue::serve(QueueId, const virtqueue::Chain& chain) {
  const auto written = static_cast<std::uint32_t>(chain.writable_bytes());
  const bool is_done = backend_.serve({data_bytes(chain), tag_of(plan_.door, chain.head())}, now());
  if (is_done) return {true, written};
  if (written_.empty()) written_.resize(plan_.rings.size);
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
  throw std::runtime_error(fmt::format("the guest broke the rules of queue {} (virtqueue::DeviceError {})",
                                       plan_.id, static_cast<int>(queue_.error())));
}

}  // namespace kickpath::vmm
