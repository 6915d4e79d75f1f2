#pragma once
#include <optional>
#include <span>
#include <string>

#include "config/outcome.hpp"
#include "results/metric.hpp"
#include "study/expression.hpp"

/// What a study looks for, and what must hold (an SLO).
namespace kickpath::study {

struct Objective {
  std::string name;  ///< of its column
  Expression expression;
  bool is_smaller_better = false;
};

enum class Relation { at_most, at_least, below, above };

/// `latency_ns.p99 <= 200 us`.
struct Constraint {
  std::string text;  ///< as written
  Expression expression;
  Relation relation = Relation::at_most;
  double bound =
      0;  ///< in the unit of the expression's metrics: nanoseconds, seconds, bytes per second, or none
};

enum class Verdict {
  held,     ///< the whole 95 % interval is within the bound
  broken,   ///< none of it is
  unsure,   ///< the bound is inside: more replicas would tell
  unknown,  ///< no replica knows the figure
};

/// Over the replicas that know all metrics of it; nothing if none does. Each replica has a value of the
/// expression, and these are summarised (not: the expression of summaries).
std::optional<results::Estimate> evaluate(const Expression& expression, std::span<const Figures> replicas);

/// Without an interval (one replica) the mean decides.
Verdict judge(const Constraint& constraint, const std::optional<results::Estimate>& estimate);

/// `a` is strictly better than `b` by its mean; whatever is known is better than what is not.
bool is_better(const Objective& objective, const std::optional<results::Estimate>& a,
               const std::optional<results::Estimate>& b);

/// The way in which a metric is better, by its key; for objectives that do not say.
bool is_smaller_better(const results::MetricRow& metric);

/// EXPRESSION, `<=`, `>=`, `<` or `>`, and a number, or a quantity of the expression's unit.
config::Outcome<Constraint> parse_constraint(const std::string& text);

const char* to_text(Verdict verdict);

}  // namespace kickpath::study
