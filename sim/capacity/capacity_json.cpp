#include "capacity/capacity_print.hpp"
#include "results/json.hpp"
#include "study/run_key.hpp"

namespace kickpath::capacity {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json settings_json(const study::Settings& settings) {
  Json map = Json::object();
  for (const config::Entry& setting : settings) map[setting.key] = study::value_text(*setting.value);
  return map;
}

const std::string& text_at(const Capacity& capacity, std::size_t position) {
  return capacity.axis.levels()[position].text;
}

Json above_json(const Capacity& capacity, const RowAnswer& row) {
  if (!row.above) return nullptr;
  return {{"value", text_at(capacity, *row.above)},
          {"verdict", study::to_text(row.search.tried().at(*row.above).standing.verdict)}};
}

Json knee_json(const Capacity& capacity, const RowAnswer& row) {
  if (!row.knee) return nullptr;
  return {{"value", text_at(capacity, row.knee->position)},
          {"ops_per_s", row.knee->throughput},
          {"share_of_largest", row.knee->share}};
}

Json headroom_json(const Capacity& capacity, const RowAnswer& row) {
  if (!row.headroom) return nullptr;
  Json margins = Json::array();
  for (std::size_t i = 0; i < capacity.constraints.size(); ++i)
    margins.push_back(
        {{"constraint", capacity.constraints[i].text}, {"margin", or_null(row.headroom->margins[i])}});
  return {{"at", text_at(capacity, row.headroom->position)},
          {"load", or_null(row.headroom->load)},
          {"constraints", std::move(margins)}};
}

Json not_monotone_json(const Capacity& capacity, const RowAnswer& row) {
  if (!row.not_monotone) return nullptr;
  return {{"broken", text_at(capacity, row.not_monotone->broken)},
          {"held", text_at(capacity, row.not_monotone->held)}};
}

Json runs_out_json(const RunsOut& told) {
  return {{"resource", or_null(told.resource)},
          {"busy_at_smallest", or_null(told.at_least)},
          {"busy_at_capacity", or_null(told.at_held)},
          {"busy_beyond", or_null(told.at_beyond)},
          {"text", or_null(told.sentence)}};
}

Json load_json(const Capacity& capacity, std::size_t position, const TriedLoad& load) {
  static const study::Expression ops = *study::Expression::parse("ops_per_s");
  Json entry = {{"value", text_at(capacity, position)},
                {"load", capacity.axis.levels()[position].load},
                {"verdict", study::to_text(load.standing.verdict)},
                {"replicas", load.observations.size()},
                {"ops_per_s", results::to_json(load.estimate(ops))},
                {"constraints", Json::array()},
                {"failure", or_null(load.failure())}};
  for (std::size_t i = 0; i < capacity.constraints.size(); ++i) {
    Json constraint = {{"constraint", capacity.constraints[i].text},
                       {"verdict", study::to_text(load.standing.verdicts[i])}};
    constraint["value"] = results::to_json(load.estimate(capacity.constraints[i].expression));
    entry["constraints"].push_back(std::move(constraint));
  }
  return entry;
}

Json row_json(const Capacity& capacity, const RowAnswer& row) {
  Json entry = {{"settings", settings_json(row.settings)},
                {"capacity", row.capacity ? Json(text_at(capacity, *row.capacity)) : Json(nullptr)},
                {"extent", to_text(row.extent)},
                {"above", above_json(capacity, row)},
                {"not_monotone", not_monotone_json(capacity, row)},
                {"knee", knee_json(capacity, row)},
                {"headroom", headroom_json(capacity, row)},
                {"runs_out", runs_out_json(row.runs_out)},
                {"costs", or_null(row.costs)},
                {"loads", Json::array()}};
  for (const auto& [position, load] : row.search.tried())
    entry["loads"].push_back(load_json(capacity, position, load));
  return entry;
}

}  // namespace

Json to_json(const Capacity& capacity) {
  const LoadAxis& axis = capacity.axis;
  Json document;
  document["schema"] = "kickpath.capacity/1";
  document["study"] = {{"name", capacity.study}, {"hash", capacity.hash}};
  document["profile"] = {{"name", capacity.profile.name}, {"hash", capacity.profile.hash}};
  document["seed"] = capacity.seed;
  document["versions"] = study::versions();
  document["axis"] = {{"path", axis.path()},
                      {"values", axis.size()},
                      {"smallest_load", axis.levels().front().text},
                      {"largest_load", axis.levels().back().text}};
  document["constraints"] = Json::array();
  for (const study::Constraint& constraint : capacity.constraints)
    document["constraints"].push_back(constraint.text);
  document["replicas"] = {{"first", capacity.first}, {"budget", capacity.budget}};
  document["most_loads"] = capacity.most_loads;
  document["rows"] = Json::array();
  for (const RowAnswer& row : capacity.rows) document["rows"].push_back(row_json(capacity, row));
  return document;
}

}  // namespace kickpath::capacity
