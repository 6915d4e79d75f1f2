#include "suite/measured.hpp"

namespace kickpath::suite {

nlohmann::ordered_json host_of(const results::RunResult& result) {
  nlohmann::ordered_json host = result.identity.host;
  for (const char* of_the_run : {"core_map", "quiet", "differences"}) host.erase(of_the_run);
  return host;
}

MeasuredRow measured_row(const std::string& name, const results::RunResult& result) {
  MeasuredRow row;
  row.name = name;
  row.scenario_hash = result.identity.scenario.hash;
  row.totals = result.totals;
  const auto& host = result.identity.host;
  if (host.is_object() && host.contains("quiet")) {
    row.repeats = host["quiet"]["repeats"].get<std::uint32_t>();
    row.rejected = host["quiet"]["rejected"].get<std::uint32_t>();
  }
  return row;
}

}  // namespace kickpath::suite
