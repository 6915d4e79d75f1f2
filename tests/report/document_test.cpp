#include "report/document.hpp"

#include <catch2/catch.hpp>

#include "documents.hpp"
#include "report/sweep_table.hpp"

using namespace kickpath;
using namespace kickpath::report;

namespace {

Input result_input(const std::string& file) { return {file, Kind::result, "h", testing::result(1000), {}}; }

}  // namespace

TEST_CASE("A report has every document under its kind, with the file that it is of") {
  const Input sweep{"s.json", Kind::sweep, "h", nullptr, {sweep_of(testing::sweep_table(), "s.json")}};
  const Json document =
      report_document({result_input("a.json"), sweep, result_input("b.json")}, "", "0.1.0", 100);
  CHECK(document["schema"] == "kickpath.report/1");
  CHECK(document["inputs"].size() == 3);
  CHECK(document["inputs"][1]["schema"] == "kickpath.sweep/1");
  REQUIRE(document["results"].size() == 2);
  CHECK(document["results"][1]["file"] == "b.json");
  CHECK(document["results"][0]["totals"] == testing::result(1000)["totals"]);
  REQUIRE(document["sweeps"].size() == 1);
  CHECK(document["sweeps"][0]["points"][0]["figures"][1] == Json::array({11.0, 9.0, 13.0, 2}));
  CHECK(document["validations"].empty());
}

TEST_CASE("A seed of 64 bits is a text, because a browser's numbers hold 53") {
  const Json document = report_document({result_input("a.json")}, "", "0.1.0", 100);
  CHECK(document["results"][0]["seed"] == "18446744073709551615");
}

TEST_CASE("The title is what was asked for, else the name of the only thing in it") {
  CHECK(report_document({result_input("a")}, "", "", 9)["title"] == "base");
  CHECK(report_document({result_input("a")}, "Mine", "", 9)["title"] == "Mine");
  CHECK(report_document({result_input("a"), result_input("b")}, "", "", 9)["title"] ==
        "Predictions of kickpath");
}

TEST_CASE("Lists are cut to what was asked for, and by how much is said") {
  Input many = result_input("a.json");
  for (int i = 0; i < 9; ++i) many.document["vms"].push_back(many.document["vms"][0]);
  const auto entry = [&](std::size_t most) { return report_document({many}, "", "", most)["results"][0]; };
  CHECK(entry(10)["vms"].size() == 10);
  CHECK_FALSE(entry(10).contains("left_out"));
  CHECK(entry(9)["vms"].size() == 9);
  CHECK(entry(9)["left_out"] == 1);

  const Input sweep{"s", Kind::sweep, "h", nullptr, {sweep_of(testing::sweep_table(), "s")}};
  const Json cut = report_document({sweep}, "", "", 1)["sweeps"][0];
  CHECK(cut["points"].size() == 1);
  CHECK(cut["left_out"] == 1);
}
