#include <algorithm>

#include "suite/validation.hpp"
#include "suite/words.hpp"

namespace kickpath::suite {

using Json = nlohmann::ordered_json;

namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const results::Source& source) { return {{"name", source.name}, {"hash", source.hash}}; }

Json to_json(const scenario::RunSpec& run) {
  return {{"warmup_s", to_seconds(run.warmup)},
          {"duration_s", to_seconds(run.duration)},
          {"replicas", run.replicas},
          {"seed", run.seed}};
}

Json to_json(const std::optional<Predicted>& predicted) {
  if (!predicted) return nullptr;
  const auto half = predicted->half_width;
  return {{"value", predicted->value},
          {"ci95", half ? Json{predicted->value - *half, predicted->value + *half} : Json{nullptr, nullptr}}};
}

Json to_json(const std::optional<results::Estimate>& measured) {
  if (!measured) return nullptr;
  return {{"median", measured->median},
          {"mean", measured->mean},
          {"cv", or_null(measured->cv)},
          {"n", measured->n}};
}

Json figure(const ComparedRow& row, Metric metric) {
  return {{"measured", to_json(row.measured[metric])},
          {"predicted", to_json(row.predicted[metric])},
          {"error", or_null(row.error(metric))},
          {"covered", or_null(row.covers(metric))}};
}

Json to_json(const ComparedRow& row) {
  Json entry{{"name", row.name},
             {"group", row.group.empty() ? Json(nullptr) : Json(row.group)},
             {"scenario_hash", row.scenario_hash},
             {"repeats", row.repeats},
             {"rejected", row.rejected},
             {"unjudged", row.unjudged.empty() ? Json(nullptr) : Json(row.unjudged)}};
  for (const Metric metric : metrics) entry[std::string{info(metric).key}] = figure(row, metric);
  return entry;
}

Json to_json(const Pair& pair, const std::vector<ComparedRow>& rows) {
  return {{"rows", {rows[pair.first].name, rows[pair.second].name}},
          {"axis", pair.axis},
          {"measured", pair.measured},
          {"pooled_sd", pair.pooled_sd},
          {"predicted", pair.predicted},
          {"class", word(pair.clarity)},
          {"right", pair.is_right()}};
}

Json to_json(const Orderings& orderings, const std::vector<ComparedRow>& rows) {
  Json pairs = Json::array();
  for (const Pair& pair : orderings.pairs) pairs.push_back(to_json(pair, rows));
  return {{"pairs", std::move(pairs)}, {"unjudged", orderings.unjudged}};
}

Json to_json(const JudgedBar& judged) {
  const BarSpec& bar = judged.bar;
  const bool is_of_pairs = bar.kind == BarSpec::Kind::orderings;
  return {{"kind", word(bar.kind)},
          {"metric", is_of_pairs ? Json(nullptr) : Json(info(bar.metric).key)},
          {"class", is_of_pairs ? Json(word(bar.clarity)) : Json(nullptr)},
          {"group", bar.group.empty() ? Json(nullptr) : Json(bar.group)},
          {is_floor(bar.kind) ? "at_least" : "at_most", bar.limit},
          {"reached", or_null(judged.reached)},
          {"count", judged.count},
          {"verdict", word(judged.verdict)}};
}

template <class T>
Json list(const std::vector<T>& entries) {
  Json all = Json::array();
  for (const T& entry : entries) all.push_back(to_json(entry));
  return all;
}

}  // namespace

Json to_json(const Validation& validation) {
  Json document;
  document["schema"] = "kickpath.validation/1";
  document["suite"] = to_json(validation.suite);
  document["profile"] = to_json(validation.profile);
  document["versions"] = validation.versions;
  document["draws"] = validation.draws;
  const std::string world{word(validation.world)};
  document["world"] = world;
  document["run"] = {{"sim", to_json(validation.runs.sim)},
                     {world, to_json(validation.runs.of(validation.world))}};
  document["gated"] = validation.is_measured ? Json(validation.is_gated) : Json(nullptr);
  document["host"] = validation.host;
  document["efficiency_bias"] = or_null(validation.efficiency_bias);
  document["rows"] = list(validation.rows);
  document["orderings"] =
      validation.is_measured ? to_json(validation.orderings, validation.rows) : Json(nullptr);
  document["bars"] = list(validation.bars);
  document["good"] = validation.is_measured ? Json(validation.is_good()) : Json(nullptr);
  return document;
}

}  // namespace kickpath::suite
