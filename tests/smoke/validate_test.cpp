#include <csignal>
#include <map>

#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

namespace {

/// Two rows of one smoke scenario, at which a prediction is measured.
struct SmallSuite {
  explicit SmallSuite(const std::string& more = "") {
    scratch.write("s.yaml", "schema: kickpath.suite/1\nname: s\nscenario: " + smoke("one-vm-other-core") +
                                "\nrows:\n  - {name: other, group: placed}\n"
                                "  - {name: same, set: {\"vms[0].placement.servers\": same-core}}\n"
                                "run: {sim: {warmup: 10 ms, duration: 50 ms, replicas: 2}}\n"
                                "bars:\n  - {kind: worst-error, at_most: 5 %}\n" +
                                more);
  }

  Ended validate(const std::vector<std::string>& options) const {
    std::vector<std::string> arguments{"validate", scratch.path("s.yaml")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    if (std::find(options.begin(), options.end(), "--draws") == options.end())
      arguments.insert(arguments.end(), {"--draws", "0"});
    return run_kickpath(arguments);
  }

  nlohmann::json predicted() const {
    return nlohmann::json::parse(validate({"--predict-only", "--json", "-"}).out);
  }

  /// A host that does what is predicted, times so much.
  std::string measured(double factor) const {
    nlohmann::json rows = nlohmann::json::array();
    const nlohmann::json prediction = predicted();
    for (const auto& row : prediction["rows"]) {
      const double value = row["ops_per_s"]["predicted"]["value"].get<double>() * factor;
      rows.push_back(
          {{"name", row["name"]},
           {"scenario_hash", row["scenario_hash"]},
           {"totals", {{"ops_per_s", {{"median", value}, {"mean", value}, {"cv", 0.001}, {"n", 5}}}}}});
    }
    return scratch.write("m.json", nlohmann::json{{"schema", "kickpath.measured/1"},
                                                  {"suite", {{"name", "s"}, {"hash", "x"}}},
                                                  {"run", {{"replicas", 5}}},
                                                  {"rows", rows}}
                                       .dump(2));
  }

  Scratch scratch;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A host that does what is predicted holds every bar") {
  const SmallSuite suite;
  const Ended ended = suite.validate({"--measured", suite.measured(1)});
  INFO(ended.out);
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(has(ended.out, "+0.0 %"));
  CHECK(has(ended.out, "clear       1 of 1 right"));
  CHECK(has(ended.out, "held"));
}

TEST_CASE("A bar of 5 % is held at 4.9 % and missed at 5.1 %: exit code 1") {
  const SmallSuite suite;
  // predicted / measured = 1.049 and 1.051
  const Ended near = suite.validate({"--measured", suite.measured(1 / 1.049)});
  CHECK(near.code == 0);
  CHECK(has(near.out, "+4.9 %"));
  const Ended far = suite.validate({"--measured", suite.measured(1 / 1.051)});
  CHECK(far.code == 1);
  CHECK(has(far.out, "missed"));
}

TEST_CASE("The validation is a document, with --json - alone on stdout") {
  const SmallSuite suite;
  const Ended ended = suite.validate({"--measured", suite.measured(1), "--json", "-"});
  CHECK(ended.code == 0);
  const auto json = nlohmann::json::parse(ended.out);
  CHECK(json["schema"] == "kickpath.validation/1");
  CHECK(json["rows"].size() == 2);
  CHECK(json["bars"][0]["verdict"] == "held");
}

TEST_CASE("--predict-only measures nothing, and is the same for any number of jobs") {
  const SmallSuite suite;
  const Ended one = suite.validate({"--predict-only", "-j", "1", "--json", "-"});
  CHECK(one.code == 0);
  CHECK(one.out == suite.validate({"--predict-only", "-j", "5", "--json", "-"}).out);
  CHECK(nlohmann::json::parse(one.out)["bars"].empty());
}

TEST_CASE("Draws of a profile that knows no spread change nothing") {
  const SmallSuite suite;
  const auto drawn = suite.validate({"--predict-only", "--draws", "2", "--json", "-"});
  CHECK(nlohmann::json::parse(drawn.out)["rows"] == suite.predicted()["rows"]);
}

// Whether its bars are held depends on the profile; that rows are judged does not. A part: all of it takes a minute.
TEST_CASE("The stored measurement of the QEMU suite judges its rows") {
  const std::string validation = KICKPATH_SOURCES "/validation/";
  const Ended ended = run_kickpath({"validate", validation + "suites/qemu.yaml", "--measured",
                                    validation + "data/qemu-suite.json", "--draws", "0", "--only", "off-", "--json", "-"});
  INFO(ended.err);
  const auto json = nlohmann::json::parse(ended.out);
  CHECK(json["world"] == "qemu");
  CHECK(json["run"]["qemu"]["replicas"] == 5);
  CHECK(json["rows"].size() == 6);
  for (const auto& row : json["rows"]) {
    INFO(row["name"]);
    CHECK(row["unjudged"].is_null());
  }
}

TEST_CASE("--only keeps the rows of a group or a prefix") {
  const SmallSuite suite;
  for (const char* word : {"placed", "oth"}) {
    const auto rows =
        nlohmann::json::parse(suite.validate({"--predict-only", "--only", word, "--json", "-"}).out)["rows"];
    REQUIRE(rows.size() == 1);
    CHECK(rows[0]["name"] == "other");
  }
  CHECK(suite.validate({"--predict-only", "--only", "nothing"}).code == 2);
}

TEST_CASE("A row that has changed since it was measured is stale, and a bar without rows is not held") {
  const SmallSuite suite;
  std::string text = read_text(suite.measured(1));
  const std::string hash = suite.predicted()["rows"][0]["scenario_hash"];
  text.replace(text.find(hash), hash.size(), "0000000000000000");
  const std::string file = suite.scratch.write("stale.json", text);
  const Ended part = suite.validate({"--measured", file, "--only", "placed"});
  CHECK(part.code == 1);
  CHECK(has(part.out, "other: stale"));
  CHECK(has(part.out, "unjudged"));
  CHECK(suite.validate({"--measured", file}).code == 0);  // by the other row
}

TEST_CASE("Without KVM validate is exit code 3, at once, and says what can be done") {
  if (std::filesystem::exists("/dev/kvm")) {
    WARN("skipped: this machine has a KVM");
    return;
  }
  const SmallSuite suite;
  const Ended ended = suite.validate({"--store", suite.scratch.path("m.json")});
  CHECK(ended.code == 3);
  CHECK(ended.out.empty());
  CHECK(has(ended.err, "/dev/kvm"));
  CHECK(has(ended.err, "--measured FILE"));
  CHECK(suite.scratch.files().size() == 1);
}

TEST_CASE("Bad usage and bad files are exit code 2, before anything runs") {
  const SmallSuite suite;
  const std::string torn =
      suite.scratch.write("torn.json", "{\"schema\": \"kickpath.measured/1\",\n \"rows\": [{");
  const Ended ended = suite.validate({"--measured", torn});
  CHECK(ended.code == 2);
  CHECK(has(ended.err, "torn.json:2:"));
  const std::string file = suite.measured(1);
  for (const auto& options :
       std::vector<std::vector<std::string>>{{"--measured", "/nowhere.json"},
                                             {"--measured", file, "--predict-only"},
                                             {"--measured", file, "--store", "x.json"},
                                             {"--predict-only", "--draws", "1"},
                                             {"--predict-only", "-j", "0"},
                                             {"--predict-only", "--profile", "/nowhere.yaml"},
                                             {"--predict-only", "stray"}}) {
    const Ended bad = suite.validate(options);
    INFO(options.back());
    CHECK(bad.code == 2);
    CHECK(bad.out.empty());
    CHECK(!bad.err.empty());
  }
}

TEST_CASE("An interrupted prediction ends with 128 + n, and leaves neither files nor processes") {
  const SmallSuite suite;
  const std::string text = read_text(suite.scratch.path("s.yaml"));
  suite.scratch.write("long.yaml", std::string{text}.replace(text.find("50 ms"), 5, "900 s"));
  const Ended ended = signal_kickpath(
      {"validate", suite.scratch.path("long.yaml"), "--predict-only", "--json", suite.scratch.path("v.json")},
      SIGTERM, 0.5);
  CHECK(ended.code == 143);
  CHECK(ended.seconds < 10);
  CHECK(suite.scratch.files().size() == 2);
}

TEST_CASE("What the development host did with the suite is compared without KVM") {
  const std::string validation = KICKPATH_SOURCES "/validation/";
  const Ended ended =
      run_kickpath({"validate", validation + "suites/kvm.yaml", "--measured", validation + "data/kvm-suite.json", "--draws",
                    "0", "--json", "-", "--only", "other-1vm-qd1", "--only", "same-1vm-qd1", "--only", "other-2vm-qd1",
                    "--only", "same-2vm-qd1"});
  INFO(ended.err);
  const auto validation_json = nlohmann::json::parse(ended.out);
  // The inversion: one VM is better served by the other core, two by their own.
  std::map<std::string, std::pair<double, double>> rows;  // measured, predicted
  for (const auto& row : validation_json["rows"])
    rows[row["name"]] = {row["ops_per_s"]["measured"]["median"].get<double>(),
                         row["ops_per_s"]["predicted"]["value"].get<double>()};
  CHECK(rows.at("other-1vm-qd1").first > rows.at("same-1vm-qd1").first);
  CHECK(rows.at("other-1vm-qd1").second > rows.at("same-1vm-qd1").second);
  CHECK(rows.at("other-2vm-qd1").first < rows.at("same-2vm-qd1").first);
  CHECK(rows.at("other-2vm-qd1").second < rows.at("same-2vm-qd1").second);
}
