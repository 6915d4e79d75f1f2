#pragma once
#include <functional>
#include <optional>

#include "host/host.hpp"

namespace kickpath::microbench {

/// Does a woken thread of equal priority take the core from a thread that computes?
enum class Preemption : unsigned char {
  none,     ///< policy fifo
  by_wakee  ///< policy cfs, whose sleepers are credited; the running thread must have run for `long_run`
};

/// How long a thread computes before a wakee is sure to preempt it: more than any granularity of cfs.
constexpr Duration long_run{100'000'000'000};  // 100 ms

/// A host of two cores without ticks, for the actors of one micro-benchmark. Core 0 is home, core 1 the
/// other.
class Stage {
 public:
  explicit Stage(const cost::CostProfile& profile, Preemption preemption = Preemption::none,
                 std::optional<std::uint32_t> hz = 1);

  host::Host& host() { return host_; }
  Instant now() const { return simulation_.now(); }

  using Script = std::function<void(host::Task&)>;
  /// A thread that plays its script once, then sleeps for good.
  host::Task& play(const char* name, CoreId core, Script script);
  /// A thread that computes without end.
  void compute_on(CoreId core);

  /// The benchmark's result: the run ends.
  void report(Duration result);
  /// Runs until there is a result.
  Duration run();

 private:
  engine::Simulation simulation_;
  host::Host host_;
  engine::Timer curtain_;  ///< a run without result is a bug
  std::optional<Duration> result_;
};

constexpr CoreId home{0};
constexpr CoreId other{1};

/// What `script` takes, by a thread that is alone on the host.
Duration time_alone(const cost::CostProfile& profile, const Stage::Script& script);

}  // namespace kickpath::microbench
