#include "report/kinds.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/excerpt.hpp"

namespace kickpath::report {

namespace {

std::string_view base_of(std::string_view schema) { return schema.substr(0, schema.rfind('/')); }

std::string known() {
  std::string list;
  for (const KindInfo& kind : kinds())
    if (!kind.schema.empty()) list += fmt::format("{}{}", list.empty() ? "" : ", ", kind.schema);
  return list;
}

}  // namespace

const std::vector<KindInfo>& kinds() {
  static const std::vector<KindInfo> all{
      {Kind::result, "kickpath.result/1", "results", "run --json"},
      {Kind::validation, "kickpath.validation/1", "validations", "validate --json"},
      {Kind::published, "kickpath.published-outcome/1", "published", "validate --json of a published suite"},
      {Kind::comparison, "kickpath.comparison/1", "comparisons", "compare --json"},
      {Kind::explanation, "kickpath.explanation/1", "explanations", "explain --json"},
      {Kind::capacity, "kickpath.capacity/1", "capacities", "capacity --json"},
      {Kind::sweep, "kickpath.sweep/1", "sweeps", "sweep --json"},
      {Kind::store, "", "sweeps", "sweep --store"},
  };
  return all;
}

const KindInfo& info(Kind kind) {
  return *std::find_if(kinds().begin(), kinds().end(), [&](const KindInfo& it) { return it.kind == kind; });
}

std::string schema_of(const Json& document) {
  if (!document.is_object()) return "";
  const auto schema = document.find("schema");
  return schema != document.end() && schema->is_string() ? schema->get<std::string>() : "";
}

std::optional<Kind> kind_of(std::string_view schema) {
  for (const KindInfo& kind : kinds())
    if (!schema.empty() && kind.schema == schema) return kind.kind;
  return std::nullopt;
}

std::string refusal(std::string_view schema) {
  if (schema.empty()) return "is none of kickpath's documents: it names no schema";
  for (const KindInfo& kind : kinds())
    if (!kind.schema.empty() && base_of(kind.schema) == base_of(schema))
      return fmt::format("is {}, and this kickpath reads {}", config::quote(std::string(schema)),
                         kind.schema);
  return fmt::format("is {}, and a report is made of stores and of {}", config::quote(std::string(schema)),
                     known());
}

}  // namespace kickpath::report
