#include <algorithm>
#include <filesystem>
#include <map>

#include <catch2/catch.hpp>

#include "published.hpp"

using namespace kickpath::testing;

namespace {

struct Cell {
  std::string name;
  std::string published;  ///< MB/s as printed; empty: not published
  nlohmann::json result;
};

std::string scenario_name(std::string workload, const std::string& threads, const char* path) {
  std::replace(workload.begin(), workload.end(), '_', '-');
  return workload + "-" + threads + "-" + path;
}

Cell run_cell(const std::string& name, const std::string& published) {
  return {name, published, run_published("ffsb-2010/" + name + ".yaml")};
}

/// Every cell of the published table, run once.
const std::vector<Cell>& cells() {
  static const std::vector<Cell> all = [] {
    std::vector<Cell> run;
    for (const std::vector<std::string>& row : published_rows("ffsb-virtio-blk-2010.csv")) {
      run.push_back(run_cell(scenario_name(row.at(0), row.at(1), "unmodified"), row.at(2)));
      run.push_back(run_cell(scenario_name(row.at(0), row.at(1), "patched"), row.at(3)));
    }
    return run;
  }();
  return all;
}

nlohmann::json read_fit() {
  return nlohmann::json::parse(read_text(KICKPATH_SOURCES "/validation/published/ffsb-2010-fit.json"));
}

}  // namespace

TEST_CASE("The 24 FFSB scenarios are the cells of the published table, 18 of them filled") {
  namespace fs = std::filesystem;
  const fs::directory_iterator folder(KICKPATH_SOURCES "/scenarios/published/ffsb-2010");
  CHECK(std::distance(fs::begin(folder), fs::end(folder)) == 24);
  CHECK(cells().size() == 24);
  CHECK(std::count_if(cells().begin(), cells().end(), [](const Cell& c) { return !c.published.empty(); }) ==
        18);
}

TEST_CASE("Every FFSB cell that was fitted is within 5 % of its figure") {
  for (const Cell& cell : cells()) {
    if (cell.published.empty()) continue;
    INFO(cell.name);
    CHECK(mean_of(cell.result, "bytes_per_s") == Approx(std::stod(cell.published) * 1e6).epsilon(0.05));
  }
}

TEST_CASE("Every FFSB cell has a prediction") {
  for (const Cell& cell : cells()) {
    INFO(cell.name);
    CHECK(mean_of(cell.result, "bytes_per_s") > 0);
  }
}

TEST_CASE("The references of the FFSB scenarios are the published cells, and an empty cell has no value") {
  for (const Cell& cell : cells()) {
    INFO(cell.name);
    const nlohmann::json& reference = cell.result.at("reference");
    const bool is_published = !cell.published.empty();
    CHECK(reference.at("role") == (is_published ? "fitted" : "predicted"));
    if (is_published) {
      CHECK(reference.at("metric") == "bytes_per_s");
      CHECK(reference.at("value").get<double>() == Approx(std::stod(cell.published) * 1e6).epsilon(1e-9));
    } else {
      CHECK(reference.at("value").is_null());
    }
  }
}

TEST_CASE("The committed fit is what the scenarios give") {
  std::map<std::string, nlohmann::json> rows;
  const nlohmann::json fit = read_fit();
  for (const auto& row : fit.at("cells")) rows[row.at("cell").get<std::string>()] = row;
  CHECK(rows.size() == 24);
  for (const Cell& cell : cells()) {
    INFO(cell.name);
    const nlohmann::json& row = rows.at(cell.name);
    CHECK(row.at("model_mb_s").get<double>() ==
          Approx(mean_of(cell.result, "bytes_per_s") / 1e6).epsilon(0.01));
    CHECK(row.at("left_out_error").is_number() == !cell.published.empty());
  }
}

TEST_CASE("The fit keeps to two parameters a workload and four shared ones") {
  const nlohmann::json fit = read_fit();
  const nlohmann::json& parameters = fit.at("parameters");
  CHECK(parameters ==
        nlohmann::json::parse(read_text(KICKPATH_SOURCES "/validation/published/ffsb-2010.json")));
  CHECK(parameters.at("shared").size() == 4);
  CHECK(parameters.at("workloads").size() == 4);
  for (const auto& workload : parameters.at("workloads")) CHECK(workload.size() == 2 + 1);  // and a direction
  CHECK(fit.at("degrees_of_freedom") == 18 - (4 + 4 * 2));
}
