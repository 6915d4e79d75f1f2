#include "scenario/reference_shape.hpp"

#include "results/metric_table.hpp"

namespace kickpath::scenario {

using config::Spot;

namespace {

using Role = ReferenceSpec::Role;

/// A figure of any row of the metric table, in its unit.
struct Figure {
  std::string metric;
  double value = 0;
};

/// A reference as it is written: a figure, the common ones by keys of their own; or, where nothing was
/// published, which of them it would be.
struct Written {
  std::optional<double> ops_per_s;
  std::optional<std::int64_t> bytes_per_s;
  std::optional<Figure> figure;
  std::optional<std::string> unpublished;
  Role role = Role::predicted;
  std::string source;
};

void check_one_figure(const Written& written, const Spot& spot) {
  const int given = written.ops_per_s.has_value() + written.bytes_per_s.has_value() +
                    written.figure.has_value() + written.unpublished.has_value();
  if (given != 1) spot.error("a reference has one of ops_per_s, bytes_per_s, figure and unpublished");
}

ReferenceSpec to_spec(const Written& written) {
  ReferenceSpec spec{"ops_per_s", written.ops_per_s, written.role, written.source};
  if (written.unpublished) spec.metric = *written.unpublished;
  if (written.bytes_per_s) {
    spec.metric = "bytes_per_s";
    spec.value = static_cast<double>(*written.bytes_per_s);
  }
  if (written.figure) {
    spec.metric = written.figure->metric;
    spec.value = written.figure->value;
  }
  return spec;
}

Written from_spec(const ReferenceSpec& spec) {
  Written written;
  written.role = spec.role;
  written.source = spec.source;
  if (!spec.value) {
    written.unpublished = spec.metric;
  } else if (spec.metric == "ops_per_s") {
    written.ops_per_s = spec.value;
  } else if (spec.metric == "bytes_per_s") {
    written.bytes_per_s = static_cast<std::int64_t>(*spec.value);
  } else {
    written.figure = Figure{spec.metric, *spec.value};
  }
  return written;
}

config::Shape<Figure> figure_shape() {
  return config::record<Figure>("a figure of the result")
      .required("metric", &Figure::metric, config::text_one_of(results::metric_keys()),
                "key of the result's totals")
      .required("value", &Figure::value, config::number(0), "in the unit of that key");
}

config::Shape<ReferenceSpec> reference_shape() {
  const config::Shape<Written> shape =
      config::record<Written>("a published figure to compare with")
          .optional("ops_per_s", &Written::ops_per_s, config::number(0),
                    "operations a second, all VMs together")
          .optional("bytes_per_s", &Written::bytes_per_s, config::rate(), "data rate, all VMs together")
          .optional("figure", &Written::figure, figure_shape(), "any other figure")
          .optional("unpublished", &Written::unpublished, config::text_one_of(results::metric_keys()),
                    "which figure it would be, where nothing was published")
          .required("role", &Written::role,
                    config::one_of<Role>({{"fitted", Role::fitted}, {"predicted", Role::predicted}}),
                    "fitted: a cost was chosen by this figure; predicted: none was")
          .required("source", &Written::source, config::text(), "where the figure is from")
          .check(check_one_figure);
  return shape.mapped<ReferenceSpec>(to_spec, from_spec);
}

}  // namespace

config::Shape<std::vector<ReferenceSpec>> references_shape() {
  using List = std::vector<ReferenceSpec>;
  const auto one = reference_shape().mapped<List>([](const ReferenceSpec& spec) { return List{spec}; },
                                                  [](const List& list) { return list.front(); });
  // Written by the list, whatever its length.
  return config::either(config::list_of(reference_shape(), 1), one);
}

}  // namespace kickpath::scenario
