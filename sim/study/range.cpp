#include "study/range.hpp"

#include <cmath>
#include <fmt/format.h>

#include "config/anything.hpp"
#include "config/shapes.hpp"
#include "study/scale.hpp"

namespace kickpath::study {

using config::Spot;

namespace {

enum class Spacing { linear, log };

struct RangeSpec {
  config::NodePtr from, to, step;
  std::int64_t points = 0;  ///< 0: by step
  Spacing spacing = Spacing::linear;
};

config::Shape<RangeSpec> range_shape() {
  return config::record<RangeSpec>("a range of values")
      .required("from", &RangeSpec::from, config::anything(), "first value")
      .required("to", &RangeSpec::to, config::anything(), "last value")
      .optional("step", &RangeSpec::step, config::anything(), "from one value to the next")
      .optional("points", &RangeSpec::points, config::integer<std::int64_t>(2, most_values),
                "so many values instead")
      .optional("scale", &RangeSpec::spacing,
                config::one_of<Spacing>({{"linear", Spacing::linear}, {"log", Spacing::log}}),
                "of the points: by equal differences or by equal ratios");
}

/// A range in base units.
struct Bounds {
  Scale scale;
  std::int64_t from = 0, to = 0, step = 0;
};

std::optional<std::int64_t> in_units(const Scale& scale, const config::NodePtr& node, const Spot& spot) {
  const auto value = scale.parse(node->text);
  if (!value) spot.error(value.problem);
  return value.value;
}

std::optional<Bounds> bounds_of(const RangeSpec& range, const Spot& spot) {
  const auto scale = scale_of(*range.from, spot.at("from"));
  if (!scale) return std::nullopt;
  const auto from = in_units(*scale, range.from, spot.at("from"));
  const auto to = in_units(*scale, range.to, spot.at("to"));
  const auto step =
      range.step ? in_units(*scale, range.step, spot.at("step")) : std::optional<std::int64_t>{0};
  if (!from || !to || !step) return std::nullopt;
  return Bounds{*scale, *from, *to, *step};
}

bool check(const RangeSpec& range, const Spot& spot) {
  if (bool{range.step} == (range.points > 0)) return spot.error("expected one of 'step' and 'points'");
  if (range.spacing == Spacing::log && range.points == 0)
    return spot.at("scale").error("'log' needs 'points': its steps are not equal");
  return true;
}

bool check(const RangeSpec& range, const Bounds& bounds, const Spot& spot) {
  if (bounds.from == bounds.to) return spot.at("to").error("is the same as 'from': a range has two ends");
  if (range.spacing == Spacing::log && (bounds.from <= 0 || bounds.to <= 0))
    return spot.error("'log' needs both ends above 0");
  if (range.points > 0) return true;
  if (bounds.step == 0 || (bounds.step > 0) != (bounds.to > bounds.from))
    return spot.at("step").error("does not lead from 'from' to 'to'");
  return (bounds.to - bounds.from) / bounds.step < most_values ||
         spot.error(fmt::format("makes more than {} values", most_values));
}

std::vector<std::int64_t> by_step(const Bounds& bounds) {
  std::vector<std::int64_t> values;
  for (std::int64_t i = 0; i <= (bounds.to - bounds.from) / bounds.step; ++i)
    values.push_back(bounds.from + i * bounds.step);
  return values;
}

double between(const Bounds& bounds, Spacing spacing, double share) {
  const auto from = static_cast<double>(bounds.from), to = static_cast<double>(bounds.to);
  return spacing == Spacing::log ? from * std::pow(to / from, share) : from + (to - from) * share;
}

std::vector<std::int64_t> by_points(const RangeSpec& range, const Bounds& bounds) {
  const std::int64_t grain = bounds.scale.grain(bounds.from, bounds.to);
  std::vector<std::int64_t> values{bounds.from};
  for (std::int64_t i = 1; i + 1 < range.points; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(range.points - 1);
    const double value = between(bounds, range.spacing, share) / static_cast<double>(grain);
    const std::int64_t rounded = std::llround(value) * grain;
    if (rounded != values.back() && rounded != bounds.to) values.push_back(rounded);
  }
  values.push_back(bounds.to);
  return values;
}

config::NodePtr scalar(const std::string& text, const config::Place& place) {
  auto node = std::make_shared<config::Node>();
  node->kind = config::Node::Kind::scalar;
  node->place = place;
  node->text = text;
  return node;
}

}  // namespace

std::vector<config::NodePtr> read_range(const Spot& spot) {
  RangeSpec range;
  if (!range_shape().read(spot, range) || !check(range, spot)) return {};
  const auto bounds = bounds_of(range, spot);
  if (!bounds || !check(range, *bounds, spot)) return {};
  std::vector<config::NodePtr> nodes;
  for (const std::int64_t value : range.points > 0 ? by_points(range, *bounds) : by_step(*bounds))
    nodes.push_back(scalar(bounds->scale.text(value), spot.node().place));
  return nodes;
}

config::json range_schema() { return range_shape().schema(); }

}  // namespace kickpath::study
