#include "placement/placing_print.hpp"
#include "results/json.hpp"
#include "results/metric_table.hpp"

namespace kickpath::placement {

namespace {

using json = nlohmann::ordered_json;

json gain_json(const std::optional<Gain>& gain) {
  if (!gain) return nullptr;
  json result{{"share", gain->share}, {"ci95", nullptr}};
  if (gain->half_width) result["ci95"] = {gain->share - *gain->half_width, gain->share + *gain->half_width};
  return result;
}

json metrics_json(const Row& row) {
  results::Metrics metrics;
  for (std::size_t i = 0; i < row.metrics.size(); ++i) metrics.estimates[i] = row.metrics[i];
  return results::to_json(metrics);
}

json cores_json(const Row& row) {
  json cores = json::array();
  for (const results::CoreResult& core : row.cores)
    cores.push_back({{"id", core.id.value}, {"busy", core.busy}, {"by", core.by}});
  return cores;
}

json row_json(const Row& row) {
  return {{"rank", row.rank == 0 ? json() : json(row.rank)},
          {"placement", row.text},
          {"is_given", row.is_given},
          {"replicas", row.replicas},
          {"objective", results::to_json(row.objective)},
          {"gain", gain_json(row.gain)},
          {"standing", row.rank == 0 ? json() : json(to_text(row.standing))},
          {"constraints", study::to_text(row.constraints)},
          {"reason", row.is_given ? json() : json(row.reason)},
          {"totals", metrics_json(row)},
          {"cores", cores_json(row)}};
}

json aim_json(const Aim& aim) {
  json constraints = json::array();
  for (const study::Constraint& constraint : aim.constraints) constraints.push_back(constraint.text);
  return {{"objective", aim.objective.expression.text()},
          {"is_smaller_better", aim.objective.is_smaller_better},
          {"constraints", constraints}};
}

}  // namespace

json to_json(const Placing& placing, const Identity& identity) {
  json best = json::array();
  for (const Row& row : placing.rows) best.push_back(row_json(row));
  return {{"schema", "kickpath.placement/1"},
          {"scenario", {{"name", identity.scenario.name}, {"hash", identity.scenario.hash}}},
          {"profile", {{"name", identity.profile.name}, {"hash", identity.profile.hash}}},
          {"seed", identity.seed},
          {"versions", identity.versions},
          {"aim", aim_json(placing.aim)},
          {"space",
           {{"cores", identity.cores},
            {"threads", identity.threads},
            {"placements", placing.space ? json(*placing.space) : json()},
            {"is_exhaustive", placing.is_exhaustive}}},
          {"tried", placing.tried},
          {"broken", placing.broken},
          {"failed", placing.failed},
          {"failure", placing.failed == 0 ? json() : json(placing.failure)},
          {"runs", placing.runs},
          {"budget", placing.budget},
          {"has_answer", placing.has_answer()},
          {"given", row_json(placing.given)},
          {"best", best}};
}

}  // namespace kickpath::placement
