#include "report/input.hpp"

#include <catch2/catch.hpp>

#include "documents.hpp"
#include "process/program.hpp"

using namespace kickpath;
using namespace kickpath::report;
using kickpath::testing::Scratch;

namespace {

std::string told(const std::string& file) {
  config::Errors errors;
  CHECK(read_inputs(file, {}, errors).empty());
  return errors.format();
}

std::string told_of(const Json& document) {
  const Scratch scratch;
  const std::string file = scratch.write("f.json", document.dump());
  std::string text = told(file);
  for (std::size_t at; (at = text.find(file)) != std::string::npos;) text.replace(at, file.size(), "f.json");
  return text;
}

}  // namespace

TEST_CASE("A result is read as it is, with the hash of its text") {
  const Scratch scratch;
  const std::string file = scratch.write("r.json", testing::result(1000).dump());
  config::Errors errors;
  const auto inputs = read_inputs(file, {}, errors);
  INFO(errors.format());
  REQUIRE(inputs.size() == 1);
  CHECK(inputs[0].file == file);
  CHECK(inputs[0].kind == Kind::result);
  CHECK(inputs[0].document == testing::result(1000));
  CHECK(inputs[0].hash.size() == 16);
}

TEST_CASE(
    "A list of results, as run makes of several scenarios, is as many inputs, if all of them are good") {
  const Scratch scratch;
  config::Errors errors;
  const Json two{testing::result(1), testing::result(2)};
  const auto inputs = read_inputs(scratch.write("r.json", two.dump()), {}, errors);
  REQUIRE(inputs.size() == 2);
  CHECK(inputs[1].file == scratch.path("r.json") + "[1]");
  CHECK(inputs[1].document["totals"]["ops_per_s"]["mean"] == 2);
  CHECK(told_of(Json{testing::result(1), 4}) ==
        "f.json[1]: is none of kickpath's documents: it names no schema\n");
}

TEST_CASE("A result of an unknown version is refused with the version that is read") {
  Json document = testing::result(1000);
  document["schema"] = "kickpath.result/2";
  CHECK(told_of(document) == "f.json: is 'kickpath.result/2', and this kickpath reads kickpath.result/1\n");
}

TEST_CASE("What is none of the kinds is told so") {
  CHECK(
      told_of({{"schema", "kickpath.scenario/1"}})
          .find(
              "f.json: is 'kickpath.scenario/1', and a report is made of stores and of kickpath.result/1") ==
      0);
  for (const Json& document : {Json::array(), Json::object(), Json(4), Json{{"schema", 1}}})
    CHECK(told_of(document) == "f.json: is none of kickpath's documents: it names no schema\n");
}

TEST_CASE("A file that is not there, a folder and an empty file are told") {
  const Scratch scratch;
  CHECK(told(scratch.path("none")) == scratch.path("none") + ": cannot be read\n");
  CHECK(told(scratch.path("")) == scratch.path("") + ": cannot be read\n");
  CHECK(told(scratch.write("e.json", "")) == scratch.path("e.json") + ": is empty\n");
}

TEST_CASE("All that is wrong in a document is told with its path") {
  Json document = testing::result(1000);
  document["scenario"] = "name";
  document["replicas"] = "five";
  document["cores"][0]["by"] = {{"task", true}};
  document["vms"].push_back(Json::object());
  document["totals"]["latency_ns"]["p99"] = {{"mean", 1}};
  document["versions"] = nullptr;
  CHECK(told_of(document) ==
        "f.json: cores[0].by.task: expected a number\n"
        "f.json: replicas: expected a number\n"
        "f.json: scenario: expected an object\n"
        "f.json: totals.latency_ns.p99: expected {mean, ci95, n} or null\n"
        "f.json: versions: expected an object\n"
        "f.json: vms[1].name: expected a text\n");
}

TEST_CASE("What a result may leave out or not know is no mistake") {
  Json document = testing::result(1000);
  document["profile"] = nullptr;
  document["measured_s"] = nullptr;
  document["totals"]["ops_per_s"] = nullptr;
  document["reference"] = nullptr;
  document["a later version's"] = {1, 2};
  const Scratch scratch;
  config::Errors errors;
  CHECK(read_inputs(scratch.write("r.json", document.dump()), {}, errors).size() == 1);
  CHECK(errors.empty());
}

TEST_CASE(
    "Explanations and capacities are taken, with what they do not know, and not without what they must say") {
  const Scratch scratch;
  config::Errors errors;
  CHECK(read_inputs(scratch.write("e.json", testing::explanation().dump()), {}, errors).size() == 1);
  CHECK(read_inputs(scratch.write("c.json", testing::capacity().dump()), {}, errors).size() == 1);
  CHECK(errors.format().empty());
  Json explanation = testing::explanation();
  explanation["operations"][0]["parts_ns"]["exit"] = 9;
  explanation.erase("bottleneck");
  CHECK(told_of(explanation) ==
        "f.json: bottleneck: expected an object\n"
        "f.json: operations[0].parts_ns.exit: expected {mean, ci95, n} or null\n");
  Json capacity = testing::capacity();
  capacity["rows"][0]["loads"][0]["load"] = "one";
  CHECK(told_of(capacity) == "f.json: rows[0].loads[0].load: expected a number\n");
}

TEST_CASE("A sweep's table keeps its points, figures and verdicts") {
  const Scratch scratch;
  config::Errors errors;
  const auto inputs = read_inputs(scratch.write("s.json", testing::sweep_table().dump()), {}, errors);
  INFO(errors.format());
  REQUIRE(inputs.size() == 1);
  REQUIRE(inputs[0].sweeps.size() == 1);
  const Sweep& sweep = inputs[0].sweeps[0];
  CHECK(sweep.name == "s");
  CHECK(sweep.axes == std::vector<std::string>{"vms[0].count"});
  CHECK(sweep.figures[0].metric.empty());  // an expression of two
  CHECK(sweep.figures[0].is_smaller_better);
  CHECK(sweep.figures[1].metric == "ops_per_s");
  CHECK(sweep.constraints[0].bound == 200'000);
  REQUIRE(sweep.points.size() == 2);
  CHECK_FALSE(sweep.points[0].figures[0]);
  CHECK(sweep.points[0].figures[1]->mean == 11);
  CHECK(sweep.points[0].figures[1]->ci95 == results::Interval{9, 13});
  CHECK(sweep.points[0].is_best);
  CHECK(sweep.points[1].failure == "it died");
  CHECK(sweep.points[1].verdicts == std::vector<std::string>{"broken"});
  CHECK_FALSE(sweep.points[1].holds());
}
