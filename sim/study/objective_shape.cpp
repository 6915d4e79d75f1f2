#include "study/objective_shape.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "config/nearest.hpp"
#include "results/metric_table.hpp"

namespace kickpath::study {

using config::Outcome;

namespace {

template <class T>
config::Shape<T> parsed_text(std::string wanted, config::json schema, Outcome<T> (*parse)(const std::string&),
                             std::function<config::json(const T&)> write) {
  schema["type"] = "string";
  return config::Shape<T>{std::make_shared<config::ScalarRule<T>>(
      std::move(wanted), std::move(schema),
      [parse](const config::Node& node, const std::optional<Frequency>&) { return parse(node.text); },
      std::move(write))};
}

Outcome<Objective> parse_metric(const std::string& key) {
  const std::vector<std::string> keys = results::metric_keys();
  const auto at = std::find(keys.begin(), keys.end(), key);
  if (at == keys.end())
    return Outcome<Objective>::bad(
        fmt::format("no metric is called {}{}; an expression needs {{maximize: ...}} or {{minimize: ...}}",
                    config::quote(key), config::suggestion(key, keys)));
  const auto& metric = results::metric_table[static_cast<std::size_t>(at - keys.begin())];
  return Objective{key, *Expression::parse(key), is_smaller_better(metric)};
}

struct Directed {
  std::optional<std::string> name;
  std::optional<Expression> maximize, minimize;
};

void check_direction(const Directed& objective, const config::Spot& spot) {
  if (objective.maximize.has_value() == objective.minimize.has_value())
    spot.error("expected one of 'maximize' and 'minimize'");
}

config::Shape<Expression> expression_shape() {
  return parsed_text<Expression>("an expression of metrics, as in 'ops_per_s / 1000'",
                                 {{"description", "arithmetic over the metrics of a result"}},
                                 Expression::parse,
                                 [](const Expression& e) { return config::json(e.text()); });
}

config::Shape<Objective> directed_shape() {
  const auto expression = expression_shape();
  const config::Shape<Directed> shape =
      config::record<Directed>("an objective")
          .optional("maximize", &Directed::maximize, expression, "what is better the larger it is")
          .optional("minimize", &Directed::minimize, expression, "what is better the smaller it is")
          .optional("name", &Directed::name, config::identifier(), "of its column; default: the expression")
          .check(check_direction);
  return shape.mapped<Objective>(
      [](const Directed& d) {
        const Expression& given = d.maximize ? *d.maximize : *d.minimize;
        return Objective{d.name.value_or(given.text()), given, d.minimize.has_value()};
      },
      [](const Objective& o) {
        return Directed{o.name, o.is_smaller_better ? std::nullopt : std::optional{o.expression},
                        o.is_smaller_better ? std::optional{o.expression} : std::nullopt};
      });
}

config::Shape<Objective> metric_shape() {
  return parsed_text<Objective>("a metric's key", {{"enum", results::metric_keys()}}, parse_metric,
                                [](const Objective& o) { return config::json(o.name); });
}

}  // namespace

config::Shape<Objective> objective_shape() { return config::either(metric_shape(), directed_shape()); }

config::Shape<Constraint> constraint_shape() {
  return parsed_text<Constraint>("a bound, as in 'latency_ns.p99 <= 200 us'",
                                 {{"description", "EXPRESSION <=, >=, < or > a number or a quantity"}},
                                 parse_constraint, [](const Constraint& c) { return config::json(c.text); });
}

}  // namespace kickpath::study
