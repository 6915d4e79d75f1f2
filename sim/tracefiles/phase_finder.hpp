#pragma once
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "tracefiles/phase_table.hpp"
#include "tracefiles/thread_steps.hpp"

namespace kickpath::tracefiles {

/// One sample of phases()[phase].
struct PhaseInterval {
  std::size_t phase = 0;
  ThreadId thread;
  Instant from, to;
};

/// Finds phases in a stream of events, from a file or from the simulator's probes. The caller feeds
/// events by date. State: a date per phase for each vcpu and each server.
class PhaseFinder {
 public:
  using Sink = std::function<void(const PhaseInterval&)>;

  explicit PhaseFinder(Sink sink);
  PhaseFinder(const PhaseFinder&) = delete;
  PhaseFinder& operator=(const PhaseFinder&) = delete;

  void feed(const TraceEvent& event);

 private:
  using Beginnings = std::vector<std::optional<Instant>>;  ///< of each phase that is under way

  void take_step(const Participant& who, Step step);
  void advance(std::size_t phase, Step step, ThreadId thread, std::optional<Instant>& begin);

  Sink sink_;
  ThreadSteps steps_;
  std::unordered_map<std::int32_t, Beginnings> threads_{};
  Instant now_{};
};

}  // namespace kickpath::tracefiles
