#include "measure/measurement.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::measure;
using Json = nlohmann::ordered_json;

namespace {

Benchmark benchmark(const std::string& name) {
  Benchmark made;
  made.name = name;
  made.measures = "begin -> end";
  made.unit = "ns";
  made.summary = results::summary_of({1000, 3000, 2000});
  made.batch = 20;
  made.is_quiet = true;
  made.load = hostfacts::ForeignLoad{0.01, 0.002};
  return made;
}

Measurement sample() {
  Measurement made;
  made.host = {{"kernel", "6.18"}};
  made.versions = {{"kickpath", "1"}};
  made.cores = {CoreId{0}, CoreId{1}, false};
  made.suite.benchmarks = {benchmark("a"), benchmark("b"), benchmark("c")};
  made.suite.benchmarks[1].note = "timer slack 50000 ns";
  made.suite.benchmarks[1].is_quiet = false;
  made.suite.benchmarks[2].summary.reset();
  made.suite.benchmarks[2].is_quiet.reset();
  made.suite.benchmarks[2].load.reset();
  made.suite.skipped = {{"line.x", "needs 2 cores"}};
  made.suite.rejected = 2;
  return made;
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

using Keys = std::vector<std::string>;

/// As much of JSON Schema as the document uses; says what does not fit.
void validate(const Json& schema, const Json& value, const std::string& path, Keys& wrong) {
  if (schema.contains("const") && value != schema["const"]) wrong.push_back(path + ": const");
  if (schema.contains("enum") &&
      schema["enum"].end() == std::find(schema["enum"].begin(), schema["enum"].end(), value))
    wrong.push_back(path + ": enum");
  if (schema.contains("required"))
    for (const auto& key : schema["required"])
      if (!value.contains(key.get<std::string>())) wrong.push_back(path + ": no " + key.get<std::string>());
  if (schema.contains("properties"))
    for (const auto& [key, item] : value.items()) {
      if (schema["properties"].contains(key))
        validate(schema["properties"][key], item, path + "." + key, wrong);
      else
        wrong.push_back(path + ": unknown " + key);
    }
  if (schema.contains("items"))
    for (const auto& item : value) validate(schema["items"], item, path + "[]", wrong);
}

Keys misfits(const Json& value) {
  Keys wrong;
  validate(measurement_schema_document(), value, "", wrong);
  return wrong;
}

}  // namespace

TEST_CASE("A measurement has its keys in order") {
  const Json document = to_json(sample());
  CHECK(keys(document) == Keys{"schema", "host", "versions", "cores", "benchmarks", "skipped", "rejected"});
  CHECK(document["schema"] == "kickpath.measurement/1");
  CHECK(document["rejected"] == 2);
  CHECK(document["skipped"][0] == Json{{"name", "line.x"}, {"reason", "needs 2 cores"}});
  CHECK(document["cores"] == Json{{"home", 0}, {"other", 1}, {"siblings", false}});
}

TEST_CASE("A benchmark has its figures, and a note only if there is one") {
  const Json all = to_json(sample())["benchmarks"];
  const Keys usual{"name", "unit", "n",     "median", "p5",           "p90",   "p99",
                   "mean", "mean99", "sd",   "batch", "quiet",  "foreign_load", "steal", "measures"};
  CHECK(keys(all[0]) == usual);
  CHECK(all[0]["n"] == 3);
  CHECK(all[0]["median"] == 2000.0);
  CHECK(all[0]["sd"] == 1000.0);
  CHECK(all[0]["quiet"] == true);
  CHECK(all[0]["foreign_load"] == 0.01);
  CHECK(all[1]["note"] == "timer slack 50000 ns");
}

TEST_CASE("What is unknown is null, and n is 0") {
  const Json none = to_json(sample())["benchmarks"][2];
  CHECK(none["n"] == 0);
  for (const char* key : {"median", "p5", "p90", "p99", "mean", "mean99", "sd", "quiet", "foreign_load", "steal"})
    CHECK(none[key].is_null());
}

TEST_CASE("What is written fits the schema; what is not does not") {
  CHECK(misfits(to_json(sample())) == Keys{});
  Json wrong = to_json(sample());
  wrong["extra"] = 1;
  wrong["benchmarks"][0].erase("median");
  wrong["benchmarks"][1]["unit"] = "furlongs";
  CHECK(misfits(wrong) == Keys{".benchmarks[]: no median", ".benchmarks[].unit: enum", ": unknown extra"});
}

TEST_CASE("People see figures with units, and below what they should know") {
  const std::string text = to_text(sample());
  CHECK(text.find("2.00 us") != std::string::npos);
  CHECK(text.find("0.01!") != std::string::npos);
  CHECK(text.find("b: timer slack 50000 ns\n") != std::string::npos);
  CHECK(text.find("line.x: left out: needs 2 cores\n") != std::string::npos);
  CHECK(text.find("2 runs under foreign load were thrown away\n") != std::string::npos);
  CHECK(text.find("! measured under foreign load") != std::string::npos);
}

TEST_CASE("A quiet measurement without remarks is a table alone") {
  Measurement quiet = sample();
  quiet.suite.benchmarks.resize(1);
  quiet.suite.skipped.clear();
  quiet.suite.rejected = 0;
  const std::string text = to_text(quiet);
  CHECK(text.find('!') == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
}
