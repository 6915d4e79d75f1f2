#include <fmt/format.h>
#include <utility>

#include "config/decimal.hpp"
#include "config/excerpt.hpp"
#include "config/units.hpp"
#include "study/objective.hpp"

namespace kickpath::study {

namespace {

using Number = config::Outcome<double>;

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool has_unit(const Expression& expression, results::Unit unit) {
  for (const std::size_t metric : expression.metrics())
    if (results::metric_table[metric].unit == unit) return true;
  return false;
}

/// A plain number as it is; a duration or a rate in the unit of what it bounds.
Number parse_bound(const std::string& text, const Expression& expression) {
  using results::Unit;
  if (!text.empty() && config::decimal_length(text) == text.size()) return std::stod(text);
  if (const auto duration = config::parse_duration(text)) {
    if (has_unit(expression, Unit::nanoseconds)) return to_nanoseconds(*duration);
    if (has_unit(expression, Unit::seconds)) return to_seconds(*duration);
    return Number::bad(fmt::format("{} is a duration, but no metric of {} is one", config::quote(text),
                                   config::quote(expression.text())));
  }
  if (const auto rate = config::parse_rate(text)) {
    if (has_unit(expression, Unit::bytes_per_second)) return static_cast<double>(*rate);
    return Number::bad(fmt::format("{} is a rate of bytes, but no metric of {} is one", config::quote(text),
                                   config::quote(expression.text())));
  }
  return Number::bad(
      fmt::format("expected a number, a duration or a rate of bytes, not {}", config::quote(text)));
}

struct Sides {
  std::string left, right;
  Relation relation;
};

std::optional<Sides> split(const std::string& text) {
  using Word = std::pair<const char*, Relation>;
  for (const auto& [word, relation] : {Word{"<=", Relation::at_most}, Word{">=", Relation::at_least},
                                       Word{"<", Relation::below}, Word{">", Relation::above}}) {
    const std::size_t at = text.find(word);
    if (at == std::string::npos) continue;
    return Sides{trimmed(text.substr(0, at)), trimmed(text.substr(at + std::string_view{word}.size())),
                 relation};
  }
  return std::nullopt;
}

}  // namespace

config::Outcome<Constraint> parse_constraint(const std::string& text) {
  using Result = config::Outcome<Constraint>;
  const auto sides = split(text);
  if (!sides)
    return Result::bad("expected a bound, as in 'latency_ns.p99 <= 200 us' (there are <=, >=, <, >)");
  const auto expression = Expression::parse(sides->left);
  if (!expression) return Result::bad(expression.problem);
  const auto bound = parse_bound(sides->right, *expression);
  if (!bound) return Result::bad(bound.problem);
  return Constraint{text, *expression, sides->relation, *bound};
}

}  // namespace kickpath::study
