#pragma once
#include <cstdint>
#include <span>

#include "program/request_layout.hpp"
#include "program/request_table.hpp"
#include "program/world.hpp"
#include "virtqueue/driver_queue.hpp"

namespace kickpath::program {

/// The driver's side of one queue, as every guest program uses it: post, kick if wanted, reap.
template <GuestWorld W, virtqueue::DriverQueue Q>
class DriverSide {
 public:
  DriverSide(W& world, QueueId id, typename Q::Memory memory, Q& queue, const RequestLayout& layout,
             RequestTable& requests)
      : world_(world), id_(id), memory_(memory), queue_(queue), layout_(layout), requests_(requests) {}

  QueueId id() const { return id_; }
  std::uint32_t in_flight() const { return requests_.in_flight(); }
  bool is_full() const { return requests_.is_full(); }
  std::uint32_t free_places() const { return requests_.free_places(); }

  /// Whether the next request is a flush, which takes one place and nothing from the workload.
  bool is_flush_due() const { return layout_.flush_every != 0 && since_flush_ >= layout_.flush_every; }

  /// One request that began at `begun`; of `operations` in adjacent sectors, which the block layer has merged
  /// (Linux block/blk-merge.c blk_attempt_plug_merge). False: the queue is broken, or too small for its
  /// requests.
  bool post(Instant begun, std::uint32_t operations = 1) {
    world_.about_to(RingOperation::post, id_);
    if (is_flush_due()) operations = 0;
    const std::uint32_t token = requests_.begin(begun, operations);
    if (layout_.is_blk) write_blk_header(memory_, layout_, token, sector_, type_of(operations));
    sector_ += layout_.bytes / blk_sector_bytes * operations;
    since_flush_ = operations == 0 ? 0 : since_flush_ + operations;
    const RequestBuffers buffers = buffers_of(layout_, token, operations);
    const virtqueue::AddResult answer = layout_.is_indirect
                                            ? queue_.add_indirect(buffers.span(), token, layout_.table(token))
                                            : queue_.add(buffers.span(), token);
    if (answer == virtqueue::AddResult::added) return true;
    world_.ring_is_broken(id_);
    return false;
  }

  /// One test for all that was posted since the last.
  void kick_if_needed() {
    world_.about_to(RingOperation::kick_test, id_);
    if (queue_.needs_kick()) world_.kick(id_);
  }

  bool has_used() { return queue_.has_used(); }

  /// Everything that came back; how many.
  std::uint32_t reap_all() {
    std::uint32_t reaped = 0;
    while (queue_.has_used()) {
      world_.about_to(RingOperation::reap, id_);
      const auto used = queue_.reap();
      if (!used) break;
      reaped += report(used->token);
    }
    if (queue_.is_broken()) world_.ring_is_broken(id_);
    return reaped;
  }

  /// The same with interrupts off, and on again at the end (Linux v6.6 drivers/block/virtio_blk.c,
  /// virtblk_done); or delayed (drivers/net/virtio_net.c start_xmit).
  std::uint32_t reap_all_masked(bool delays) {
    std::uint32_t reaped = 0;
    do {
      queue_.disable_interrupts();
      reaped += reap_all();
    } while (delays ? queue_.enable_interrupts_delayed() : queue_.enable_interrupts());
    return reaped;
  }

  void never_interrupt() { queue_.disable_interrupts(); }

 private:
  BlkType type_of(std::uint32_t operations) const {
    return operations == 0 ? BlkType::flush : data_type_of(layout_);
  }

  // Each merged operation is done; a flush is one without data.
  std::uint32_t report(std::uint32_t token) {
    const std::uint32_t operations = requests_.operations_of(token);
    const Duration latency = world_.now() - requests_.end(token);
    if (operations == 0) world_.completed(id_, latency, 0);
    for (std::uint32_t i = 0; i < operations; ++i) world_.completed(id_, latency, layout_.bytes);
    return operations == 0 ? 1 : operations;
  }

  W& world_;
  QueueId id_;
  typename Q::Memory memory_;
  Q& queue_;
  RequestLayout layout_;
  RequestTable& requests_;
  std::uint64_t sector_ = 0;
  std::uint32_t since_flush_ = 0;
};

/// The queues of one vcpu.
template <GuestWorld W, virtqueue::DriverQueue Q>
using Sides = std::span<DriverSide<W, Q>>;

}  // namespace kickpath::program
