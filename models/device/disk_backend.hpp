#pragma once
#include <span>
#include <vector>

#include "cost/component.hpp"
#include "device/backend.hpp"
#include "device/per_server.hpp"
#include "disk/stations.hpp"
#include "engine/simulation.hpp"
#include "engine/timer.hpp"
#include "workload/sampler.hpp"

namespace kickpath::device {

/// A disk, or a stripe of them, with native AIO: the server submits (io_submit), the stations do the rest.
/// Which spindle holds the data of a request is uniformly random: N requests in flight on D spindles keep
/// fewer than min(N, D) of them busy.
///
/// With batching, one io_submit takes all that a visit to a queue has found, at most `max_batch` (QEMU
/// block/linux-aio.c laio_deferred_fn, ioq_submit).
class DiskBackend final : public Backend {
 public:
  static constexpr std::size_t max_batch = 32;  ///< DEFAULT_MAX_BATCH

  /// `call`: what each submission enters the kernel by.
  DiskBackend(engine::Simulation& simulation, const disk::Shape& shape, cost::Component call, bool does_batch,
              workload::Sampler submit, workload::Sampler seek, engine::RandomStream place);

  bool serve(host::Task& server, const Request& request, CompletionSink& sink, Ticket ticket) override;
  void plug(host::Task& server) override;
  void unplug(host::Task& server) override;
  void collect(host::Task& server) override;

 private:
  struct Waiter {
    CompletionSink* sink = nullptr;
    Ticket ticket;
  };
  struct Held {
    std::uint64_t bytes;
    Waiter waiter;
  };
  struct Batch {
    std::vector<Held> held;
    bool is_plugged = false;
  };

  void submit_held(host::Task& server);
  void submit(host::Task& server, std::span<const Held> requests);
  std::uint32_t any_spindle();
  void complete_finished();
  void look_at_next_event();
  /// Answers the slot, which becomes the request's tag.
  std::uint64_t keep(const Waiter& waiter);

  engine::Simulation& simulation_;
  std::uint32_t spindles_;
  cost::Component call_;
  bool does_batch_;
  workload::Sampler submit_;
  engine::RandomStream place_;
  disk::Stations stations_;
  engine::Timer timer_;
  PerServer<Batch> batches_;
  std::vector<Waiter> waiters_;  ///< by slot
  std::vector<std::uint64_t> free_slots_;
};

}  // namespace kickpath::device
