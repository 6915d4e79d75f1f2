#pragma once
#include <deque>
#include <vector>

#include "device/delayed_completions.hpp"
#include "workload/sampler.hpp"

namespace kickpath::device {

struct DiskShape {
  std::uint32_t spindles = 1;   ///< that the data are striped over
  std::uint32_t parallel = 1;   ///< requests that a spindle positions at the same time
  std::uint64_t bandwidth = 0;  ///< bytes a second of the link that all transfers share; 0: no limit
};

/// A disk, or a stripe of them, with native AIO: the server submits (io_submit), the spindle that holds the
/// data positions up to `parallel` requests at the same time, and the data of all follow each other over one
/// link. A queueing network of one multi-server station a spindle and a single-server station, all FIFO.
/// Which spindle holds the data of a request is uniformly random: N requests in flight on D spindles keep
/// fewer than min(N, D) of them busy.
class DiskBackend final : public Backend, private CompletionSink {
 public:
  DiskBackend(engine::Simulation& simulation, DiskShape shape, workload::Sampler submit,
              workload::Sampler seek, engine::RandomStream place)
      : simulation_(simulation), shape_(shape), submit_(std::move(submit)), seek_(std::move(seek)),
        place_(std::move(place)), positioning_(simulation), transfers_(simulation),
        spindles_(shape.spindles) {}

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;

 private:
  struct Job {
    CompletionSink* sink;
    Ticket ticket;
    std::uint64_t bytes;
    std::uint32_t spindle;
  };
  struct Spindle {
    std::deque<Job> waiting;
    std::uint32_t busy = 0;
  };

  std::uint32_t any_spindle();
  void start_positioning(Spindle& spindle);
  /// A request is positioned: its transfer takes its turn on the link.
  void complete(Ticket slot) override;
  Duration transfer_time(std::uint64_t bytes) const;
  std::uint16_t keep(const Job& job);

  engine::Simulation& simulation_;
  DiskShape shape_;
  workload::Sampler submit_;
  workload::Sampler seek_;
  engine::RandomStream place_;
  DelayedCompletions positioning_;
  DelayedCompletions transfers_;
  std::vector<Spindle> spindles_;
  std::vector<Job> positioned_;  ///< by slot
  std::vector<std::uint16_t> free_slots_;
  Instant link_free_at_{};
};

}  // namespace kickpath::device
