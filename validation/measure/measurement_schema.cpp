#include "measure/measurement.hpp"

namespace kickpath::measure {

namespace {

using Json = nlohmann::ordered_json;

Json type(const char* name, const char* description) {
  return {{"type", name}, {"description", description}};
}

Json type_or_null(const char* name, const char* description) {
  return {{"type", {name, "null"}}, {"description", description}};
}

/// Everything is required but what `optional` names.
Json object(Json properties, const std::string& optional = "") {
  Json required = Json::array();
  for (const auto& [key, value] : properties.items())
    if (key != optional) required.push_back(key);
  return {{"type", "object"},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", false}};
}

Json list(const Json& items) { return {{"type", "array"}, {"items", items}}; }

Json benchmark() {
  return object({{"name", type("string", "family.what.where")},
                 {"unit", {{"enum", {"ns", "1/s", "1"}}}},
                 {"n", type("integer", "samples")},
                 {"median", type_or_null("number", "of nearest rank, as the other quantiles")},
                 {"p5", type_or_null("number", "quantile")},
                 {"p90", type_or_null("number", "quantile")},
                 {"p99", type_or_null("number", "quantile")},
                 {"mean", type_or_null("number", "of the samples")},
                 {"mean99", type_or_null("number", "of the samples up to p99")},
                 {"sd", type_or_null("number", "of the samples, over n - 1")},
                 {"batch", type("integer", "operations behind each sample, which is their mean")},
                 {"quiet", type_or_null("boolean", "the host was quiet meanwhile")},
                 {"foreign_load", type_or_null("number", "cores that others used meanwhile")},
                 {"steal", type_or_null("number", "share of CPU time that the hypervisor took")},
                 {"measures", type("string", "from which instant to which")},
                 {"note", type("string", "what a reader must know besides")}},
                "note");
}

}  // namespace

Json measurement_schema_document() {
  Json document{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", measurement_schema}};
  document.update(object(
      {{"schema", {{"const", measurement_schema}}},
       {"host", type("object", "what the host is; null for what is unknown")},
       {"versions", type("object", "of the programs that measured")},
       {"cores", object({{"home", type("integer", "where benchmarks run")},
                         {"other", type_or_null("integer", "the other core, where one takes part")},
                         {"siblings", type("boolean", "the two share one physical core")}})},
       {"benchmarks", list(benchmark())},
       {"skipped",
        list(object({{"name", type("string", "benchmark")}, {"reason", type("string", "what is missing")}}))},
       {"rejected", type("integer", "runs thrown away because the host was not quiet")}}));
  return document;
}

}  // namespace kickpath::measure
