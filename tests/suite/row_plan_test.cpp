#include <catch2/catch.hpp>

#include "sample_suite.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

std::vector<std::string> names_of(const std::string& body) {
  SuiteFolder folder;
  const auto suite = folder.load(suite_text(body));
  INFO(folder.errors);
  REQUIRE(suite);
  std::vector<std::string> names;
  for (const auto& row : suite->rows) names.push_back(row.name);
  return names;
}

std::string errors_of(const std::string& body) {
  SuiteFolder folder;
  CHECK(!folder.load(suite_text(body)));
  return folder.errors;
}

constexpr const char* grid =
    "grids:\n  - name: \"{place}-{vms}\"\n    vary:\n"
    "      place: {other: {\"vms[0].placement.servers\": other-core}, any: {\"vms[0].placement.servers\": "
    "any}}\n"
    "      vms: {\"vms[0].count\": [1, 2, 4]}\n";

}  // namespace

TEST_CASE("A grid makes a row for each combination, the last axis varying fastest") {
  CHECK(names_of(grid) ==
        std::vector<std::string>{"other-1", "other-2", "other-4", "any-1", "any-2", "any-4"});
}

TEST_CASE("A grid's own settings come before those of its axes") {
  SuiteFolder folder;
  const auto suite = folder.load(
      suite_text("grids:\n  - name: \"a{vms}\"\n    set: {\"vms[0].count\": 7, \"vms[0].vcpus\": 2}\n"
                 "    vary: {vms: {\"vms[0].count\": [3]}}\n"));
  REQUIRE(suite);
  CHECK(suite->rows[0].scenario.machine.vms[0].count == 3);
  CHECK(suite->rows[0].scenario.machine.vms[0].vcpus == 2);
}

TEST_CASE("Listed rows come before the grids'") {
  CHECK(names_of("rows: [{name: z}]\n" + std::string{grid}).front() == "z");
}

TEST_CASE("A value is its own label, without blanks") {
  CHECK(names_of("grids: [{name: \"s{s}\", vary: {s: {\"vms[0].workload.compute\": [5 us, 20 us]}}}]\n") ==
        std::vector<std::string>{"s5us", "s20us"});
}

TEST_CASE("A value that is no word needs a label") {
  CHECK(
      errors_of("grids: [{name: \"a{c}\", vary: {c: {\"vms[0].placement.vcpus\": [[0], [1]]}}}]\n")
          .find("s.yaml:4:62: grids[0].vary.c[\"vms[0].placement.vcpus\"][0]: such a value needs a label") ==
      0);
}

TEST_CASE("An axis that the name leaves out makes the same name twice") {
  CHECK(errors_of("grids: [{name: a, vary: {n: {\"vms[0].count\": [1, 2]}}}]\n") ==
        "s.yaml:4:16: grids[0].name: row 'a' is there already\n");
}

TEST_CASE("A name that is none is told with what the grid made of it") {
  CHECK(errors_of("grids: [{name: \"{m}{n}\", vary: {n: {\"vms[0].count\": [1]}}}]\n")
            .find("s.yaml:4:16: grids[0].name: makes '{m}1': expected a letter") == 0);
}

TEST_CASE("A grid of more than 10,000 rows is refused before it is made") {
  std::string hundred;
  for (int i = 1; i <= 101; ++i) hundred += (i == 1 ? "" : ", ") + std::to_string(i);
  CHECK(errors_of("grids: [{name: \"a{m}{n}\", vary: {m: {\"vms[0].count\": [" + hundred +
                  "]}, n: {\"vms[0].vcpus\": [" + hundred + "]}}}]\n")
            .find("grids[0].vary: makes more than 10000 rows") != std::string::npos);
}
