#include "compare/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "study/objective.hpp"

namespace kickpath::compare {

namespace {

using results::metric_table;

std::vector<double> known(const std::vector<Pair>& pairs, std::size_t metric, Figures Pair::*side) {
  std::vector<double> values;
  for (const Pair& pair : pairs)
    if (const auto& value = (pair.*side)[metric]) values.push_back(*value);
  return values;
}

std::vector<double> differences(const std::vector<Pair>& pairs, std::size_t metric) {
  std::vector<double> values;
  for (const Pair& pair : pairs)
    if (pair.a[metric] && pair.b[metric]) values.push_back(*pair.a[metric] - *pair.b[metric]);
  return values;
}

MetricComparison compare_metric(const std::vector<Pair>& pairs, std::size_t metric) {
  return {results::summarize(known(pairs, metric, &Pair::a)),
          results::summarize(known(pairs, metric, &Pair::b)), results::summarize(differences(pairs, metric))};
}

void check_known(const std::vector<Pair>& pairs, std::size_t metric) {
  for (std::size_t i = 0; i < pairs.size(); ++i)
    for (const auto& [name, figures] : {std::pair{'A', &pairs[i].a}, std::pair{'B', &pairs[i].b}})
      if (!(*figures)[metric])
        throw Unknown(
            fmt::format("{} is unknown in {}, replica {}: it is not observed there, or nothing was "
                        "completed",
                        metric_table[metric].key, name, i));
}

Verdict better(double difference, const results::MetricRow& metric) {
  if (difference == 0) return Verdict::no_difference;
  return (difference < 0) == study::is_smaller_better(metric) ? Verdict::a_is_better : Verdict::b_is_better;
}

bool varies(const std::optional<results::Estimate>& estimate) {
  return estimate && estimate->cv.value_or(0) > 0;
}

/// Every pair says the same: there is nothing to be unsure of, and nothing that more pairs could add.
void judge_exact(Comparison& comparison, const Differences& seen) {
  comparison.is_exact = true;
  comparison.difference = {seen.mean, {seen.mean, seen.mean}, seen, std::nullopt};
  comparison.verdict = better(seen.mean, metric_table[comparison.settings.objective]);
}

void judge(Comparison& comparison, const PairedTest& test, std::size_t look, const Differences& seen) {
  const auto at = [&](double p) { return test.difference_at(p, look, seen); };
  comparison.difference = {at(0.5), {at(0.025), at(0.975)}, seen, seen.t(0)};
  if (test.is_resolved(look, seen))
    comparison.verdict = better(seen.mean, metric_table[comparison.settings.objective]);
}

/// True if there is nothing left to do.
bool look_at(Comparison& comparison, const PairedTest& test, std::size_t look) {
  const Differences seen = differences_of(differences(comparison.pairs, comparison.settings.objective));
  comparison.looks = look + 1;
  if (seen.sd == 0) {
    judge_exact(comparison, seen);
    return true;
  }
  if (!test.is_resolved(look, seen) && comparison.looks < comparison.t_bounds.size()) return false;
  judge(comparison, test, look, seen);
  return true;
}

double variance(const std::optional<results::Estimate>& estimate) {
  return estimate && estimate->cv ? std::pow(*estimate->cv * estimate->mean, 2) : 0;
}

}  // namespace

bool MetricComparison::differs() const {
  return difference && difference->ci95 && (difference->ci95->lo > 0 || difference->ci95->hi < 0);
}

Comparison compare(const Settings& settings, const Draw& draw) {
  const PairedTest test(settings.design);
  Comparison comparison;
  comparison.settings = settings;
  for (std::size_t look = 0; look < settings.design.looks.size(); ++look)
    comparison.t_bounds.push_back(test.t_bound(look));
  for (std::size_t look = 0; look < settings.design.looks.size(); ++look) {
    const auto drawn = draw(static_cast<unsigned>(comparison.pairs.size()), settings.design.looks[look]);
    comparison.pairs.insert(comparison.pairs.end(), drawn.begin(), drawn.end());
    check_known(comparison.pairs, settings.objective);
    if (look_at(comparison, test, look)) break;
  }
  for (std::size_t metric = 0; metric < results::metric_count; ++metric)
    comparison.metrics.push_back(compare_metric(comparison.pairs, metric));
  const MetricComparison& objective = comparison.objective();
  comparison.is_deterministic = comparison.is_exact && !varies(objective.a) && !varies(objective.b);
  return comparison;
}

std::optional<double> share_of_b(double difference, const MetricComparison& metric) {
  if (!metric.b || metric.b->mean == 0) return std::nullopt;
  return difference / std::abs(metric.b->mean);
}

std::optional<double> gain_of_pairing(const Comparison& comparison) {
  if (comparison.is_exact) return std::nullopt;
  const MetricComparison& objective = comparison.objective();
  return (variance(objective.a) + variance(objective.b)) / std::pow(comparison.difference.seen.sd, 2);
}

std::optional<double> replicas_needed(const Comparison& comparison) {
  const Differences& seen = comparison.difference.seen;
  if (comparison.is_exact || seen.mean == 0) return std::nullopt;
  return std::ceil(std::pow(comparison.t_bounds.back() * seen.sd / seen.mean, 2));
}

}  // namespace kickpath::compare
