#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "process/program.hpp"

namespace kickpath::testing {

/// What `kickpath run --json -` makes of scenarios/mechanisms/`name`.yaml with these overrides, each as in
/// "host.cores=4".
inline nlohmann::json run_mechanism(const std::string& name, const std::vector<std::string>& overrides = {}) {
  std::vector<std::string> arguments{"run", KICKPATH_SOURCES "/scenarios/mechanisms/" + name + ".yaml", "--json",
                                     "-"};
  for (const std::string& override_text : overrides) {
    arguments.emplace_back("--set");
    arguments.push_back(override_text);
  }
  return nlohmann::json::parse(run_kickpath(arguments).out);
}

/// Mean of a figure over all VMs.
inline double total(const nlohmann::json& result, const char* metric) {
  return result.at("totals").at(metric).at("mean").get<double>();
}

/// Microseconds from one operation to the next, of all VMs together.
inline double us_per_operation(const nlohmann::json& result) { return 1e6 / total(result, "ops_per_s"); }

}  // namespace kickpath::testing
