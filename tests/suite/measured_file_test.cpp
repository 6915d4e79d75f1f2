#include "suite/measured_file.hpp"

#include <catch2/catch.hpp>

#include "compared_rows.hpp"
#include "process/program.hpp"

using namespace kickpath;
using namespace kickpath::suite;
using testing::Scratch;

namespace {

Measured sample() {
  Measured measured;
  measured.suite = {"s", "0123"};
  measured.run.replicas = 5;
  measured.is_gated = false;
  measured.world = World::qemu;
  measured.versions = {{"kickpath", "0.1.0"}};
  measured.host = {{"kernel", "6.18"}, {"cpus", {0, 1}}, {"note", nullptr}, {"nested", true}};
  MeasuredRow a;
  a.name = "a";
  a.scenario_hash = "h";
  a.repeats = 7;
  a.rejected = 2;
  a.totals.estimates[results::metric_index("ops_per_s")] = measured_as(21'000.125, 1.0 / 3);
  a.totals.estimates[results::metric_index("latency_ns.p99")] = results::Estimate{4e4, 5e-7, {}, {}, 1};
  MeasuredRow b;
  b.name = "b";
  b.scenario_hash = "i";
  b.skipped = "no \"such\"\ncore";
  measured.rows = {a, b};
  return measured;
}

Suite suite_named(const std::string& name) {
  Suite suite;
  suite.spec.name = name;
  suite.spec.world = World::qemu;
  return suite;
}

struct Read {
  explicit Read(const std::string& text, const std::string& suite = "s") {
    config::Errors found;
    measured = load_measured(scratch.write("m.json", text), suite_named(suite), found);
    errors = found.format();
    if (const auto at = errors.find(scratch.path("")); at == 0) errors.erase(0, scratch.path("").size());
  }
  Scratch scratch;
  std::optional<Measured> measured;
  std::string errors;
};

}  // namespace

TEST_CASE("What is stored reads back as it was") {
  const Measured before = sample();
  const Read read(to_json_text(before));
  REQUIRE(read.measured);
  const Measured& after = *read.measured;
  CHECK(after.suite.name == "s");
  CHECK(after.run.replicas == 5);
  CHECK(after.world == World::qemu);
  CHECK(after.versions == before.versions);
  CHECK(after.host == before.host);
  CHECK(!after.is_gated);
  REQUIRE(after.rows.size() == 2);
  CHECK(after.rows[0].totals.estimates == before.rows[0].totals.estimates);
  CHECK(after.rows[0].repeats == 7);
  CHECK(after.rows[0].rejected == 2);
  CHECK(after.rows[1].skipped == before.rows[1].skipped);
  CHECK(to_json_text(after) == to_json_text(before));
}

TEST_CASE("The file is JSON, with nothing in it that nobody knows") {
  const auto json = nlohmann::json::parse(to_json_text(sample()));
  CHECK(json["schema"] == "kickpath.measured/1");
  CHECK(json["rows"][0]["totals"].size() == 2);
  CHECK(json["rows"][0]["totals"]["ops_per_s"]["n"] == 5);
  CHECK(!json["rows"][0].contains("skipped"));
}

TEST_CASE("A torn file is told with file and line") {
  const std::string text = to_json_text(sample());
  const std::string torn = text.substr(0, text.find("\"rows\""));
  const Read read(torn);
  CHECK(!read.measured);
  CHECK(read.errors.find("m.json:") == 0);
  CHECK(read.errors.find("the text ends within a map that is opened in line 1, column 1") !=
        std::string::npos);
  CHECK(Read("").errors == "m.json:1:1: file is empty\n");
}

TEST_CASE("A file of another format, and one of another suite, are told with their lines") {
  CHECK(Read("{\"schema\": \"kickpath.result/1\"}")
            .errors.find("m.json:1:12: schema: expected "
                         "'kickpath.measured/1'") != std::string::npos);
  CHECK(Read(to_json_text(sample()), "t").errors ==
        "m.json:4:13: suite.name: measured for suite 's', not 't'\n");
}

TEST_CASE("A file of another world is told with its line; one that says none is of world kvm") {
  Measured kvm = sample();
  kvm.world = World::kvm;
  CHECK(Read(to_json_text(kvm)).errors == "m.json:7:12: world: measured in world 'kvm', not 'qemu'\n");
  std::string unsaid = to_json_text(kvm);
  const std::string line = "  \"world\": \"kvm\",\n";
  unsaid.erase(unsaid.find(line), line.size());
  CHECK(Read(unsaid).errors == "m.json:1:1: world: measured in world 'kvm', not 'qemu'\n");
}

TEST_CASE("A metric that does not exist and a row that is there twice are mistakes") {
  std::string text = to_json_text(sample());
  text.replace(text.find("ops_per_s"), 9, "ops_per_z");
  CHECK(Read(text).errors.find("unknown metric (did you mean 'ops_per_s'?)") != std::string::npos);
  Measured twice = sample();
  twice.rows[1].name = "a";
  CHECK(Read(to_json_text(twice)).errors.find("rows[1].name: row 'a' is there already") != std::string::npos);
}
