#pragma once
#include <memory>
#include <vector>

#include "device/backend.hpp"
#include "device/per_server.hpp"

namespace kickpath::device {

/// The device merges requests of adjacent sectors before it submits them (QEMU hw/block/virtio-blk.c
/// virtio_blk_submit_multireq): what one visit to a queue finds is collected, sorted by sector, and each run
/// of adjacent requests of one direction becomes a single request of the backend behind. A run has at most
/// VIRTIO_BLK_MAX_MERGE_REQS requests, and at most `max_bytes`.
class MergingBackend final : public Backend, private CompletionSink {
 public:
  static constexpr std::size_t max_requests = 32;                     ///< VIRTIO_BLK_MAX_MERGE_REQS
  static constexpr std::uint64_t max_bytes = std::uint64_t{1} << 20;  ///< placeholder: of a host block device

  explicit MergingBackend(std::unique_ptr<Backend> inner) : inner_(std::move(inner)) {}

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;
  void plug(host::Task& server) override { inner_->plug(server); }
  void unplug(host::Task& server) override;
  void collect(host::Task& server) override { inner_->collect(server); }

 private:
  struct Part {
    Request request;
    CompletionSink* sink;
    Ticket ticket;
  };
  using Run = std::vector<Part>;

  void submit_collected(host::Task& server);
  void submit(host::Task& server, const Run& run);
  void complete(Ticket ticket) override;
  void complete_by(host::Task& worker, Ticket ticket) override;
  std::uint16_t keep(const Run& run);
  Run take(std::uint16_t slot);

  std::unique_ptr<Backend> inner_;
  PerServer<Run> collected_;
  std::vector<Run> under_way_;  ///< by slot
  std::vector<std::uint16_t> free_slots_;
};

}  // namespace kickpath::device
