#include "results/json.hpp"

namespace kickpath::results {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json source(const Source& source) { return {{"name", source.name}, {"hash", source.hash}}; }

Json vm_entry(const InstanceResult& vm) {
  Json entry;
  entry["name"] = vm.name;
  entry.update(to_json(vm.metrics));
  return entry;
}

Json core_entry(const CoreResult& core) {
  Json entry{{"id", core.id.value}, {"busy", core.busy}, {"by", Json(core.by)}};
  if (!core.host.empty()) entry["host"] = core.host;
  return entry;
}

Json reference_entry(const RunResult& result, const Reference& reference) {
  return {{"metric", reference.metric},
          {"value", or_null(reference.value)},
          {"predicted", or_null(predicted_value(result, reference))},
          {"error", or_null(relative_error(result, reference))},
          {"role", reference.role},
          {"source", reference.source}};
}

/// The place of a dotted key: "latency_ns.p50" is document["latency_ns"]["p50"].
Json& member(Json& document, std::string_view key) {
  const std::size_t dot = key.find('.');
  Json& head = document[std::string(key.substr(0, dot))];
  return dot == std::string_view::npos ? head : member(head, key.substr(dot + 1));
}

}  // namespace

Json to_json(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  const auto& ci = estimate->ci95;
  const Json interval = ci ? Json::array({ci->lo, ci->hi}) : Json::array({nullptr, nullptr});
  return {{"median", estimate->median},
          {"mean", estimate->mean},
          {"ci95", interval},
          {"cv", or_null(estimate->cv)},
          {"n", estimate->n}};
}

Json to_json(const Metrics& metrics) {
  Json document = Json::object();
  for (std::size_t i = 0; i < metric_count; ++i)
    member(document, metric_table[i].key) = to_json(metrics.estimates[i]);
  return document;
}

Json to_json(const RunResult& result) {
  const RunIdentity& identity = result.identity;
  Json document;
  document["schema"] = "kickpath.result/1";
  document["world"] = identity.world;
  document["scenario"] = source(identity.scenario);
  document["profile"] = identity.profile ? source(*identity.profile) : Json(nullptr);
  document["seed"] = identity.seed;
  document["replicas"] = result.replicas;
  document["measured_s"] = or_null(result.measured_s);
  document["versions"] = identity.versions;
  document["host"] = identity.host;
  if (!identity.references.empty()) {
    document["reference"] = reference_entry(result, identity.references.front());
    document["references"] = Json::array();
    for (const Reference& reference : identity.references)
      document["references"].push_back(reference_entry(result, reference));
  }
  document["totals"] = to_json(result.totals);
  document["vms"] = Json::array();
  for (const InstanceResult& vm : result.vms) document["vms"].push_back(vm_entry(vm));
  document["cores"] = Json::array();
  for (const CoreResult& core : result.cores) document["cores"].push_back(core_entry(core));
  return document;
}

std::string to_json_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace kickpath::results
