#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explain/attribute.hpp"
#include "results/run_result.hpp"

/// The figures of an explanation, ready to be printed: `kickpath.explanation/1`.
namespace kickpath::explain {

using results::Estimate;
using PartEstimates = std::array<std::optional<Estimate>, trace::part_count>;

/// Operations of one kind. The parts' means sum to the latency's.
struct OperationSplit {
  trace::OperationClass of;
  std::uint64_t operations = 0;     ///< of all replicas
  std::optional<Estimate> latency;  ///< ns, of a replica's mean; none: no operation came to its end
  PartEstimates parts;              ///< ns
  /// Of the latency, by means.
  double share(trace::Part part) const;
};

/// The parts sum to 1.
struct CoreSplit {
  std::string host;  ///< that it is a core of; empty: there is one host
  CoreId id;
  PartEstimates parts;               ///< of the core's time
  std::map<std::string, double> by;  ///< share of each task, mean over the replicas

  double share(trace::Part part) const;
  /// Anything but idle, on its way out of it, or spinning for something to come.
  double useful() const;
};

struct Bottleneck {
  std::string resource;  ///< "core 1", "device of vm/ring"; empty: none is near its limit
  double busy = 0;       ///< share of its time
  std::string sentence;
};

/// Something to try.
struct Advice {
  trace::Part part;  ///< that it is about
  double share = 0;  ///< of the operations' time, or of the core's
  std::string text;
  std::vector<std::string> settings;  ///< "path=value"; none: nothing that one setting could say
};

struct Explanation {
  results::RunIdentity identity;
  std::size_t replicas = 0;
  double measured_s = 0;
  std::optional<Estimate> ops_per_s;
  std::vector<OperationSplit> operations;
  std::vector<CoreSplit> cores;
  Bottleneck bottleneck;
  std::vector<Advice> advice;
};

/// The figures; `bottleneck` and `advice` are still to be found. There must be a replica.
Explanation summarize(results::RunIdentity identity, std::span<const Replica> replicas);

/// A table for each class of operations, one for the cores, the bottleneck and the advice; no line is wider
/// than results::text_columns. `file`: the scenario with its options, as `compare` is told.
std::string to_text(const Explanation& explanation, const std::string& file);

nlohmann::ordered_json to_json(const Explanation& explanation);

}  // namespace kickpath::explain
