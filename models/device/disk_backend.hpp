#pragma once
#include <vector>

#include "device/backend.hpp"
#include "disk/stations.hpp"
#include "engine/simulation.hpp"
#include "engine/timer.hpp"
#include "workload/sampler.hpp"

namespace kickpath::device {

/// A disk, or a stripe of them, with native AIO: the server submits (io_submit), the stations do the rest.
/// Which spindle holds the data of a request is uniformly random: N requests in flight on D spindles keep
/// fewer than min(N, D) of them busy.
class DiskBackend final : public Backend {
 public:
  DiskBackend(engine::Simulation& simulation, const disk::Shape& shape, workload::Sampler submit,
              workload::Sampler seek, engine::RandomStream place);

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;

 private:
  struct Waiter {
    CompletionSink* sink = nullptr;
    Ticket ticket;
  };

  std::uint32_t any_spindle();
  void complete_finished();
  void look_at_next_event();
  /// Answers the slot, which becomes the request's tag.
  std::uint64_t keep(const Waiter& waiter);

  engine::Simulation& simulation_;
  std::uint32_t spindles_;
  workload::Sampler submit_;
  engine::RandomStream place_;
  disk::Stations stations_;
  engine::Timer timer_;
  std::vector<Waiter> waiters_;  ///< by slot
  std::vector<std::uint64_t> free_slots_;
};

}  // namespace kickpath::device
