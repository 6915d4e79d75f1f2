#pragma once
#include <cmath>
#include <functional>
#include <random>

#include "capacity/row_search.hpp"

/// Searches over curves instead of simulations.
namespace kickpath::testing {

/// The figures of one replica at a load; replica r of all loads has the same seed.
struct Curve {
  std::function<double(double load)> latency;
  std::function<double(double load)> throughput = [](double load) { return load; };
  double spread = 0;  ///< of a replica's latency, relative to its mean
  std::uint64_t seed = 1;

  capacity::Observation at(double load, std::uint32_t replica) const {
    capacity::Observation observation;
    observation.figures[results::metric_index("latency_ns.p99")] = latency(load) * (1 + noise(load, replica));
    observation.figures[results::metric_index("ops_per_s")] = throughput(load);
    return observation;
  }

  double noise(double load, std::uint32_t replica) const {
    if (spread == 0) return 0;
    // A draw for this load and a draw that all loads share: partly common random numbers.
    std::seed_seq own{seed, std::uint64_t{replica}, static_cast<std::uint64_t>(load * 1024)};
    std::seed_seq common{seed, std::uint64_t{replica}};
    std::mt19937_64 first(own), second(common);
    std::normal_distribution<double> one, other;
    return spread * (one(first) + other(second)) / std::sqrt(2.0);
  }
};

/// Loads 1 to `size`.
inline std::vector<double> loads_to(std::size_t size) {
  std::vector<double> loads;
  for (std::size_t i = 1; i <= size; ++i) loads.push_back(static_cast<double>(i));
  return loads;
}

/// Until it is done. `see` may be any function of position and replica.
inline void run(capacity::RowSearch& search,
                const std::function<capacity::Observation(std::size_t, std::uint32_t)>& see) {
  while (const auto wanted = search.next()) {
    std::vector<capacity::Observation> seen;
    for (std::uint32_t replica = wanted->from; replica < wanted->to; ++replica)
      seen.push_back(see(wanted->position, replica));
    search.take(*wanted, std::move(seen));
  }
}

}  // namespace kickpath::testing
