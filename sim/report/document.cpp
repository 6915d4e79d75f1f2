#include "report/document.hpp"

#include "results/metric_table.hpp"

namespace kickpath::report {

namespace {

const char* word(results::Unit unit) {
  using results::Unit;
  switch (unit) {
    case Unit::per_second:
      return "per_second";
    case Unit::bytes_per_second:
      return "bytes_per_second";
    case Unit::per_cpu_second:
      return "per_cpu_second";
    case Unit::bytes_per_cpu_second:
      return "bytes_per_cpu_second";
    case Unit::nanoseconds:
      return "nanoseconds";
    case Unit::seconds:
      return "seconds";
    case Unit::count:
      return "count";
    case Unit::per_op:
      break;
  }
  return "per_op";
}

Json metrics_json() {
  Json metrics = Json::array();
  for (const results::MetricRow& metric : results::metric_table)
    metrics.push_back({{"key", metric.key},
                       {"label", metric.label},
                       {"unit", word(metric.unit)},
                       {"better", study::is_smaller_better(metric) ? "smaller" : "larger"}});
  return metrics;
}

Json input_json(const Input& input) {
  const KindInfo& kind = info(input.kind);
  return {{"file", input.file},
          {"made_by", kind.made_by},
          {"schema", kind.schema.empty() ? Json(nullptr) : Json(kind.schema)},
          {"hash", input.hash.empty() ? Json(nullptr) : Json(input.hash)}};
}

/// Cuts the document's long lists.
void shorten(Json& document, std::size_t most) {
  std::size_t left_out = 0;
  for (const char* name : {"vms", "rows", "cores"})
    if (const auto list = document.find(name); list != document.end() && list->size() > most) {
      left_out += list->size() - most;
      list->erase(list->begin() + static_cast<std::ptrdiff_t>(most), list->end());
    }
  if (left_out > 0) document["left_out"] = left_out;
}

Json document_json(const Input& input, std::size_t most) {
  Json document = input.document;
  document["file"] = input.file;
  // Of 64 bits, of which a browser's numbers hold 53.
  if (document.contains("seed")) document["seed"] = document["seed"].dump();
  if (input.kind == Kind::comparison) document.erase("pairs");  // long, and not shown
  shorten(document, most);
  return document;
}

std::string title_of(const std::vector<Input>& inputs) {
  std::string name;
  if (inputs.size() == 1) {
    const Input& only = inputs.front();
    for (const Sweep& sweep : only.sweeps) name = sweep.name;
    if (only.kind == Kind::result) name = only.document["scenario"]["name"];
    if (only.kind == Kind::validation || only.kind == Kind::published) name = only.document["suite"]["name"];
  }
  return name.empty() ? "Predictions of kickpath" : name;
}

}  // namespace

Json report_document(const std::vector<Input>& inputs, const std::string& title, const std::string& version,
                     std::size_t most) {
  Json document;
  document["schema"] = "kickpath.report/1";
  document["title"] = title.empty() ? title_of(inputs) : title;
  document["versions"] = {{"kickpath", version}};
  document["metrics"] = metrics_json();
  document["inputs"] = Json::array();
  for (const KindInfo& kind : kinds()) document[std::string(kind.plural)] = Json::array();
  for (const Input& input : inputs) {
    document["inputs"].push_back(input_json(input));
    Json& list = document[std::string(info(input.kind).plural)];
    for (const Sweep& sweep : input.sweeps) list.push_back(to_json(sweep, most));
    if (!input.document.is_null()) list.push_back(document_json(input, most));
  }
  return document;
}

}  // namespace kickpath::report
