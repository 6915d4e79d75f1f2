#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "results/measurement.hpp"
#include "results/metric.hpp"
#include "results/metric_table.hpp"
#include "results/reference.hpp"

/// The figures of a run, ready to be printed: `kickpath.result/1`, the same for every world.
namespace kickpath::results {

struct Source {
  std::string name;
  std::string hash;  ///< of the file's content
};

/// What was run, and by what: enough to run it again.
struct RunIdentity {
  std::string world;  ///< sim, kvm or qemu
  Source scenario;
  std::optional<Source> profile;  ///< none in a world that measures
  std::uint64_t seed = 0;
  std::map<std::string, std::string> versions;
  nlohmann::ordered_json host;        ///< the real host's record; null in the simulator
  std::vector<Reference> references;  ///< published figures to compare with
};

/// One estimate per row of the metric table; nothing where no replica knows the figure.
struct Metrics {
  std::array<std::optional<Estimate>, metric_count> estimates;

  /// Throws std::out_of_range for a key that the table does not have.
  const std::optional<Estimate>& at(std::string_view key) const { return estimates[metric_index(key)]; }
};

struct InstanceResult {
  std::string name;
  Metrics metrics;
};

struct CoreResult {
  CoreId id;
  double busy = 0;                   ///< share of the interval in [0, 1], mean over the replicas
  std::map<std::string, double> by;  ///< likewise per task
  std::string host{};                ///< that it is a core of; empty: there is one host
};

struct RunResult {
  RunIdentity identity;
  std::size_t replicas = 0;
  std::optional<double>
      measured_s;  ///< simulated or real seconds per replica, their mean; none without replicas
  Metrics totals;  ///< all instances added up, then summarised
  std::vector<InstanceResult> vms;
  std::vector<CoreResult> cores;
};

/// Replicas may be none (a real host that was never quiet): every figure is then unknown.
/// Throws std::logic_error when replicas differ in their VMs or cores, or measured no time.
RunResult summarize_run(RunIdentity identity, std::span<const Replica> replicas);

}  // namespace kickpath::results
