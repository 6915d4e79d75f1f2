#pragma once
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "process/program.hpp"

namespace kickpath::testing {

/// `kickpath run --json -` on a committed scenario.
inline nlohmann::json run_published(const std::string& scenario) {
  const Ended ended =
      run_kickpath({"run", KICKPATH_SOURCES "/scenarios/published/" + scenario, "--json", "-"});
  return nlohmann::json::parse(ended.out);
}

inline double mean_of(const nlohmann::json& result, const char* metric) {
  return result.at("totals").at(metric).at("mean").get<double>();
}

/// The rows of a CSV file of validation/published without its comments and its heading. No cell that is read
/// here holds a quoted comma.
inline std::vector<std::vector<std::string>> published_rows(const std::string& file) {
  std::ifstream in(KICKPATH_SOURCES "/validation/published/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string>& row = rows.emplace_back();
    std::istringstream cells(line + ",");  // an empty last cell counts
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

}  // namespace kickpath::testing
