#include "cli/formats.hpp"

#include "measure/measurement.hpp"
#include "published/formats.hpp"
#include "study/formats.hpp"
#include "suite/formats.hpp"

namespace kickpath::cli {

namespace {

std::vector<scenario::SchemaEntry> gather() {
  std::vector<scenario::SchemaEntry> all = scenario::schemas();
  for (const scenario::SchemaEntry& entry : suite::schemas()) all.push_back(entry);
  for (const scenario::SchemaEntry& entry : study::schemas()) all.push_back(entry);
  for (const scenario::SchemaEntry& entry : published::schemas()) all.push_back(entry);
  all.push_back(
      {"measurement", std::string{measure::measurement_schema}, measure::measurement_schema_document});
  return all;
}

}  // namespace

const std::vector<scenario::SchemaEntry>& formats() {
  static const std::vector<scenario::SchemaEntry> all = gather();
  return all;
}

}  // namespace kickpath::cli
