#include "compare/comparison_json.hpp"

#include "compare/comparison_text.hpp"
#include "results/json.hpp"
#include "study/objective.hpp"

namespace kickpath::compare {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json side_entry(const Side& side) {
  return {{"scenario", {{"name", side.spec.name}, {"hash", side.scenario_hash}}},
          {"file", side.file},
          {"set", side.settings},
          {"profile", {{"name", side.profile.name}, {"hash", side.profile_hash}}},
          {"measured_s", to_seconds(side.spec.run.duration)}};
}

Json design_entry(const Comparison& comparison) {
  const Design& design = comparison.settings.design;
  return {{"spending", design.spending == Spending::pocock ? "pocock" : "obrien-fleming"},
          {"alpha", design.alpha},
          {"looks", design.looks},
          {"t_bounds", comparison.t_bounds},
          {"looks_taken", comparison.looks}};
}

const char* word(Verdict verdict) {
  switch (verdict) {
    case Verdict::a_is_better:
      return "a-is-better";
    case Verdict::b_is_better:
      return "b-is-better";
    case Verdict::no_difference:
      return "no-difference";
    case Verdict::not_resolved:
      break;
  }
  return "not-resolved";
}

Json difference_entry(const Comparison& comparison) {
  const Difference& difference = comparison.difference;
  const auto share = [&](double value) { return or_null(share_of_b(value, comparison.objective())); };
  return {{"estimate", difference.estimate},
          {"ci95", {difference.ci95.lo, difference.ci95.hi}},
          {"share_of_b", share(difference.estimate)},
          {"share_of_b_ci95", {share(difference.ci95.lo), share(difference.ci95.hi)}},
          {"mean", difference.seen.mean},
          {"sd", difference.seen.sd},
          {"t", or_null(difference.t)},
          {"gain_of_pairing", or_null(gain_of_pairing(comparison))}};
}

Json pair_entries(const Comparison& comparison) {
  Json list = Json::array();
  for (const Pair& pair : comparison.pairs)
    list.push_back(
        {or_null(pair.a[comparison.settings.objective]), or_null(pair.b[comparison.settings.objective])});
  return list;
}

/// Keys as in the metric table, dots included: each row is one thing here.
Json metric_entries(const Comparison& comparison) {
  Json entries = Json::object();
  for (std::size_t i = 0; i < results::metric_count; ++i) {
    const MetricComparison& metric = comparison.metrics[i];
    entries[std::string(results::metric_table[i].key)] = {{"a", results::to_json(metric.a)},
                                                          {"b", results::to_json(metric.b)},
                                                          {"difference", results::to_json(metric.difference)},
                                                          {"differs", metric.differs()}};
  }
  return entries;
}

}  // namespace

Json to_json(const Side& a, const Side& b, std::uint64_t seed, const Comparison& comparison,
             const std::map<std::string, std::string>& versions) {
  const results::MetricRow& objective = results::metric_table[comparison.settings.objective];
  Json document;
  document["schema"] = "kickpath.comparison/1";
  document["world"] = "sim";
  document["a"] = side_entry(a);
  document["b"] = side_entry(b);
  document["is_same_scenario"] = is_same(a, b);
  document["seed"] = seed;
  document["objective"] = {{"metric", objective.key},
                           {"better", study::is_smaller_better(objective) ? "lower" : "higher"}};
  document["design"] = design_entry(comparison);
  document["replicas"] = comparison.pairs.size();
  document["verdict"] = {{"word", word(comparison.verdict)},
                         {"is_exact", comparison.is_exact},
                         {"is_deterministic", comparison.is_deterministic},
                         {"text", verdict_text(comparison)}};
  document["difference"] = difference_entry(comparison);
  document["pairs"] = pair_entries(comparison);
  document["metrics"] = metric_entries(comparison);
  document["versions"] = versions;
  return document;
}

}  // namespace kickpath::compare
