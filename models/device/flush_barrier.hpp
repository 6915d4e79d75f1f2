#pragma once
#include <deque>
#include <memory>

#include "device/delayed_completions.hpp"
#include "workload/sampler.hpp"

namespace kickpath::device {

/// VIRTIO_BLK_T_FLUSH (VirtIO 1.3 5.2.6.2): a flush waits until every write that came before it is done, then
/// the device takes its time to write its cache through. Writes that come after it do not wait.
class FlushBarrier final : public Backend, private CompletionSink {
 public:
  FlushBarrier(engine::Simulation& simulation, std::unique_ptr<Backend> inner, workload::Sampler flush)
      : inner_(std::move(inner)), flush_(std::move(flush)), completions_(simulation) {}

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;
  void plug(host::Task& server) override { inner_->plug(server); }
  void unplug(host::Task& server) override { inner_->unplug(server); }
  void collect(host::Task& server) override { inner_->collect(server); }

 private:
  /// A write under way, or a flush in line.
  struct Entry {
    CompletionSink* sink;
    Ticket ticket;
    std::uint16_t slot = 0;
    bool is_flush = false;
    bool is_done = false;
  };

  std::uint16_t take_slot();
  CompletionSink& finish(Ticket ticket, Ticket& own);
  void release_flushes();
  void complete(Ticket ticket) override;
  void complete_by(host::Task& worker, Ticket ticket) override;

  std::unique_ptr<Backend> inner_;
  workload::Sampler flush_;
  DelayedCompletions completions_;
  std::deque<Entry> line_;  ///< in the order of their coming; the first is a write that is not done
  std::vector<std::uint16_t> free_slots_;
  std::uint16_t slots_ = 0;
};

}  // namespace kickpath::device
