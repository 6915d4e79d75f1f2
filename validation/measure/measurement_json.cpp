#include "measure/measurement.hpp"

namespace kickpath::measure {

namespace {

using Json = nlohmann::ordered_json;
using results::Summary;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

void add_summary(const std::optional<Summary>& summary, Json& entry) {
  entry["n"] = summary ? summary->n : 0;
  for (const auto& [key, figure] : {std::pair{"median", &Summary::median}, std::pair{"p5", &Summary::p5},
                                    std::pair{"p90", &Summary::p90}, std::pair{"p99", &Summary::p99},
                                    std::pair{"mean", &Summary::mean}, std::pair{"mean99", &Summary::mean99}})
    entry[key] = summary ? Json((*summary).*figure) : Json(nullptr);
  entry["sd"] = summary ? or_null(summary->sd) : Json(nullptr);
}

Json benchmark_entry(const Benchmark& benchmark) {
  const auto& load = benchmark.load;
  Json entry;
  entry["name"] = benchmark.name;
  entry["unit"] = benchmark.unit;
  add_summary(benchmark.summary, entry);
  entry["batch"] = benchmark.batch;
  entry["quiet"] = or_null(benchmark.is_quiet);
  entry["foreign_load"] = load ? Json(load->foreign) : Json(nullptr);
  entry["steal"] = load ? Json(load->steal) : Json(nullptr);
  entry["measures"] = benchmark.measures;
  if (!benchmark.note.empty()) entry["note"] = benchmark.note;
  return entry;
}

Json cores_entry(const Cores& cores) {
  return {{"home", cores.home.value},
          {"other", cores.other ? Json(cores.other->value) : Json(nullptr)},
          {"siblings", cores.are_siblings}};
}

}  // namespace

Json to_json(const Measurement& measurement) {
  Json document;
  document["schema"] = measurement_schema;
  document["host"] = measurement.host;
  document["versions"] = measurement.versions;
  document["cores"] = cores_entry(measurement.cores);
  document["benchmarks"] = Json::array();
  for (const Benchmark& benchmark : measurement.suite.benchmarks)
    document["benchmarks"].push_back(benchmark_entry(benchmark));
  document["skipped"] = Json::array();
  for (const auto& [name, reason] : measurement.suite.skipped)
    document["skipped"].push_back({{"name", name}, {"reason", reason}});
  document["rejected"] = measurement.suite.rejected;
  return document;
}

}  // namespace kickpath::measure
