#pragma once
#include <deque>
#include <vector>

#include "device/delayed_completions.hpp"
#include "workload/sampler.hpp"

namespace kickpath::device {

struct DiskShape {
  std::uint32_t parallel = 1;   ///< requests positioned at the same time
  std::uint64_t bandwidth = 0;  ///< bytes a second of the link that all transfers share; 0: no limit
};

/// A disk with native AIO: the server submits (io_submit), the disk positions up to `parallel` requests at
/// the same time, and their data follow each other over one link. A queueing network of a multi-server
/// station and a single-server station, both FIFO.
class DiskBackend final : public Backend, private CompletionSink {
 public:
  DiskBackend(engine::Simulation& simulation, DiskShape shape, workload::Sampler submit,
              workload::Sampler seek)
      : simulation_(simulation), shape_(shape), submit_(std::move(submit)), seek_(std::move(seek)),
        positioning_(simulation), transfers_(simulation) {}

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;

 private:
  struct Job {
    CompletionSink* sink;
    Ticket ticket;
    std::uint64_t bytes;
  };

  void start_positioning();
  /// A request is positioned: its transfer takes its turn on the link.
  void complete(Ticket slot) override;
  Duration transfer_time(std::uint64_t bytes) const;
  std::uint16_t keep(const Job& job);

  engine::Simulation& simulation_;
  DiskShape shape_;
  workload::Sampler submit_;
  workload::Sampler seek_;
  DelayedCompletions positioning_;
  DelayedCompletions transfers_;
  std::deque<Job> waiting_;
  std::vector<Job> positioned_;  ///< by slot
  std::vector<std::uint16_t> free_slots_;
  std::uint32_t busy_ = 0;
  Instant link_free_at_{};
};

}  // namespace kickpath::device
