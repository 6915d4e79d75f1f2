#include "explain/explanation.hpp"
#include "results/json.hpp"

namespace kickpath::explain {

namespace {

using Json = nlohmann::ordered_json;

Json parts_json(const PartEstimates& estimates) {
  Json parts = Json::object();
  for (const trace::PartInfo& info : trace::parts)
    if (const auto& estimate = estimates[index_of(info.part)]; estimate && estimate->mean != 0)
      parts[std::string(info.name)] = results::to_json(estimate);
  return parts;
}

Json operation_json(const OperationSplit& split) {
  return {{"vms", split.of.vms},
          {"device", split.of.device},
          {"operations", split.operations},
          {"latency_ns", results::to_json(split.latency)},
          {"parts_ns", parts_json(split.parts)}};
}

Json core_json(const CoreSplit& core) {
  Json entry{{"id", core.id.value}, {"parts", parts_json(core.parts)}, {"by", Json(core.by)}};
  if (!core.host.empty()) entry["host"] = core.host;
  return entry;
}

Json advice_json(const Advice& advice) {
  return {{"part", trace::name_of(advice.part)},
          {"share", advice.share},
          {"text", advice.text},
          {"settings", advice.settings}};
}

Json source(const results::Source& source) { return {{"name", source.name}, {"hash", source.hash}}; }

}  // namespace

Json to_json(const Explanation& explanation) {
  const results::RunIdentity& identity = explanation.identity;
  Json document;
  document["schema"] = "kickpath.explanation/1";
  document["scenario"] = source(identity.scenario);
  document["profile"] = identity.profile ? source(*identity.profile) : Json(nullptr);
  document["seed"] = identity.seed;
  document["replicas"] = explanation.replicas;
  document["measured_s"] = explanation.measured_s;
  document["versions"] = identity.versions;
  document["ops_per_s"] = results::to_json(explanation.ops_per_s);
  document["operations"] = Json::array();
  for (const OperationSplit& split : explanation.operations)
    document["operations"].push_back(operation_json(split));
  document["cores"] = Json::array();
  for (const CoreSplit& core : explanation.cores) document["cores"].push_back(core_json(core));
  document["bottleneck"] = {
      {"resource",
       explanation.bottleneck.resource.empty() ? Json(nullptr) : Json(explanation.bottleneck.resource)},
      {"busy", explanation.bottleneck.busy},
      {"sentence", explanation.bottleneck.sentence}};
  document["advice"] = Json::array();
  for (const Advice& advice : explanation.advice) document["advice"].push_back(advice_json(advice));
  return document;
}

}  // namespace kickpath::explain
