#include "placement/reason.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;

namespace {

placement::Observation seen(double ipis, double switches, double ops_per_cpu_s, std::vector<double> busy) {
  placement::Observation observation;
  observation.figures[results::metric_index("ipis_per_op")] = ipis;
  observation.figures[results::metric_index("context_switches_per_op")] = switches;
  observation.figures[results::metric_index("ops_per_cpu_s")] = ops_per_cpu_s;
  for (const double share : busy)
    observation.cores.push_back({CoreId{static_cast<std::uint32_t>(observation.cores.size())}, share, {}});
  return observation;
}

std::string reason(const placement::Observation& before, const placement::Observation& after) {
  return placement::reason_of(std::span(&before, 1), std::span(&after, 1));
}

}  // namespace

TEST_CASE("A reason tells what an operation costs in both, and which cores are free") {
  CHECK(reason(seen(2, 1, 1e5, {0.97, 0.4}), seen(0.1, 2.5, 2e5, {0.01, 0.9})) ==
        "per operation fewer IPIs (2.00 -> 0.10), more context switches (1.00 -> 2.50); host CPU time 10.0 "
        "us -> "
        "5.00 us; 1 core freed (97 % 40 % -> 90 % 1 %)");
}

TEST_CASE("What differs by less than a twentieth is no reason") {
  CHECK(reason(seen(2, 1, 1e5, {0.9, 0.4}), seen(1.91, 1.04, 1.04e5, {0.42, 0.91})) ==
        "an operation costs the same");
  CHECK(reason(seen(2, 1, 1e5, {}), seen(1.89, 1, 1e5, {})) == "per operation fewer IPIs (2.00 -> 1.89)");
}

TEST_CASE("Cores that come into use are told as such") {
  CHECK(reason(seen(0, 1, 1e5, {1, 0}), seen(0, 1, 1e5, {0.5, 0.6})) ==
        "1 core more in use (100 % 0 % -> 60 % 50 %)");
}
