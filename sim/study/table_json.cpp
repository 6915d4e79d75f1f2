#include "results/json.hpp"
#include "study/run_key.hpp"
#include "study/table_print.hpp"

namespace kickpath::study {

namespace {

using Json = nlohmann::ordered_json;

Json settings_json(const Settings& settings) {
  Json map = Json::object();
  for (const config::Entry& setting : settings) map[setting.key] = value_text(*setting.value);
  return map;
}

Json constraint_json(const Table& table, const Row& row, std::size_t i) {
  Json entry = {{"constraint", table.constraints[i].text}, {"verdict", to_text(row.verdicts[i])}};
  entry["value"] = results::to_json(row.constrained[i]);
  return entry;
}

Json row_json(const Table& table, std::size_t i) {
  const Row& row = table.rows[i];
  Json entry = {{"settings", settings_json(row.coordinates)},
                {"done", row.done},
                {"failed", row.failed},
                {"missing", row.missing}};
  entry["failure"] = row.failed > 0 ? Json(row.failure) : Json(nullptr);
  entry["objectives"] = Json::object();
  for (std::size_t o = 0; o < table.objectives.size(); ++o)
    entry["objectives"][table.objectives[o].name] = results::to_json(row.objectives[o]);
  entry["constraints"] = Json::array();
  for (std::size_t c = 0; c < table.constraints.size(); ++c)
    entry["constraints"].push_back(constraint_json(table, row, c));
  entry["best"] = table.best == i;
  return entry;
}

}  // namespace

Json to_json(const Table& table) {
  Json document;
  document["schema"] = "kickpath.sweep/1";
  document["study"] = {{"name", table.study}, {"hash", table.hash}};
  document["versions"] = versions();
  document["replicas"] = table.replicas;
  document["objectives"] = Json::array();
  for (const Objective& objective : table.objectives)
    document["objectives"].push_back({{"name", objective.name},
                                      {"expression", objective.expression.text()},
                                      {"better", objective.is_smaller_better ? "smaller" : "larger"}});
  document["rows"] = Json::array();
  for (std::size_t i = 0; i < table.rows.size(); ++i) document["rows"].push_back(row_json(table, i));
  return document;
}

}  // namespace kickpath::study
