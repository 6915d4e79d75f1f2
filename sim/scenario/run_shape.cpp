#include "scenario/run_shape.hpp"

#include <limits>

namespace kickpath::scenario {

using namespace literals;

config::Shape<RunSpec> run_shape() {
  return config::record<RunSpec>("how long, how often")
      .optional("warmup", &RunSpec::warmup, config::duration(Duration::zero(), 86'400_s),
                "cut from the beginning")
      .optional("duration", &RunSpec::duration, config::duration(1_ns, 86'400_s), "measured, simulated time")
      .optional("replicas", &RunSpec::replicas, config::integer<std::uint32_t>(1, 10'000),
                "runs with seeds of their own")
      .optional("seed", &RunSpec::seed,
                config::integer<std::int64_t>(0, std::numeric_limits<std::int64_t>::max()),
                "of all random streams");
}

}  // namespace kickpath::scenario
