#include "study/objective.hpp"

#include <vector>

namespace kickpath::study {

namespace {

bool holds(Relation relation, double value, double bound) {
  switch (relation) {
    case Relation::at_most:
      return value <= bound;
    case Relation::at_least:
      return value >= bound;
    case Relation::below:
      return value < bound;
    case Relation::above:
      return value > bound;
  }
  return false;
}

}  // namespace

std::optional<results::Estimate> evaluate(const Expression& expression, std::span<const Figures> replicas) {
  std::vector<double> known;
  for (const Figures& replica : replicas)
    if (const auto value = expression.value(replica)) known.push_back(*value);
  return results::summarize(known);
}

Verdict judge(const Constraint& constraint, const std::optional<results::Estimate>& estimate) {
  if (!estimate) return Verdict::unknown;
  const results::Interval interval =
      estimate->ci95.value_or(results::Interval{estimate->mean, estimate->mean});
  const bool lower = holds(constraint.relation, interval.lo, constraint.bound);
  const bool upper = holds(constraint.relation, interval.hi, constraint.bound);
  if (lower != upper) return Verdict::unsure;
  return lower ? Verdict::held : Verdict::broken;
}

bool is_better(const Objective& objective, const std::optional<results::Estimate>& a,
               const std::optional<results::Estimate>& b) {
  if (!a || !b) return a.has_value() && !b.has_value();
  return objective.is_smaller_better ? a->mean < b->mean : a->mean > b->mean;
}

bool is_smaller_better(const results::MetricRow& metric) {
  switch (metric.unit) {
    case results::Unit::per_second:
      return metric.key == "dropped_per_s";
    case results::Unit::bytes_per_second:
    case results::Unit::per_cpu_second:
    case results::Unit::bytes_per_cpu_second:
      return false;
    case results::Unit::nanoseconds:
    case results::Unit::seconds:
    case results::Unit::count:
      return true;
    case results::Unit::per_op:
      return metric.key != "packets_per_interrupt";
  }
  return false;
}

const char* to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::held:
      return "held";
    case Verdict::broken:
      return "broken";
    case Verdict::unsure:
      return "unsure";
    case Verdict::unknown:
      return "unknown";
  }
  return "";
}

}  // namespace kickpath::study
