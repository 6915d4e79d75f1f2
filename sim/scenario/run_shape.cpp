#include "scenario/run_shape.hpp"

#include <limits>

namespace kickpath::scenario {

using namespace literals;
using config::Spot;

namespace {

using Role = ReferenceSpec::Role;

using Metric = ReferenceSpec::Metric;

/// A reference as it is written: one of the two figures, each in its unit; or, where nothing was published,
/// which of them it would be.
struct Written {
  std::optional<double> ops_per_s;
  std::optional<std::int64_t> bytes_per_s;
  std::optional<Metric> unpublished;
  Role role = Role::predicted;
  std::string source;
};

void check_one_figure(const Written& written, const Spot& spot) {
  const int given =
      written.ops_per_s.has_value() + written.bytes_per_s.has_value() + written.unpublished.has_value();
  if (given != 1) spot.error("a reference has one of ops_per_s, bytes_per_s and unpublished");
}

ReferenceSpec to_spec(const Written& written) {
  ReferenceSpec spec{written.unpublished.value_or(Metric::ops_per_s), written.ops_per_s, written.role,
                     written.source};
  if (written.bytes_per_s) {
    spec.metric = Metric::bytes_per_s;
    spec.value = static_cast<double>(*written.bytes_per_s);
  }
  return spec;
}

Written from_spec(const ReferenceSpec& spec) {
  Written written;
  written.role = spec.role;
  written.source = spec.source;
  if (!spec.value) {
    written.unpublished = spec.metric;
  } else if (spec.metric == Metric::ops_per_s) {
    written.ops_per_s = spec.value;
  } else {
    written.bytes_per_s = static_cast<std::int64_t>(*spec.value);
  }
  return written;
}

}  // namespace

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

config::Shape<ReferenceSpec> reference_shape() {
  const config::Shape<Written> shape =
      config::record<Written>("a published figure to compare with")
          .optional("ops_per_s", &Written::ops_per_s, config::number(0),
                    "operations a second, all VMs together")
          .optional("bytes_per_s", &Written::bytes_per_s, config::rate(), "data rate, all VMs together")
          .optional("unpublished", &Written::unpublished,
                    config::one_of<Metric>(
                        {{"ops_per_s", Metric::ops_per_s}, {"bytes_per_s", Metric::bytes_per_s}}),
                    "which of the two it would be, where nothing was published")
          .required("role", &Written::role,
                    config::one_of<Role>({{"fitted", Role::fitted}, {"predicted", Role::predicted}}),
                    "fitted: a cost was chosen by this figure; predicted: none was")
          .required("source", &Written::source, config::text(), "where the figure is from")
          .check(check_one_figure);
  return shape.mapped<ReferenceSpec>(to_spec, from_spec);
}

}  // namespace kickpath::scenario
