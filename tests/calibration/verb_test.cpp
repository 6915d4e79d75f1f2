#include <filesystem>

#include <catch2/catch.hpp>

#include "calibration/system.hpp"
#include "process/program.hpp"
#include "support/distinct_costs.hpp"
#include "synthetic.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

Ended calibrate(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "calibrate");
  return run_kickpath(arguments);
}

Json whole() { return measurement_of(ps::profile()); }

}  // namespace

TEST_CASE("calibrate writes a profile that check accepts and run takes") {
  const Scratch scratch;
  const TestFile file("verb.json", whole());
  const std::string profile = scratch.path("made.yaml");
  const Ended ended = calibrate({file.path(), "-o", profile, "--json", scratch.path("fit.json")});
  INFO(ended.err);
  REQUIRE(ended.code == 0);
  CHECK(ended.out.find("exit.pio") != std::string::npos);
  CHECK(read_text(profile).starts_with(
      "# Made by `kickpath calibrate verb.json`.\nschema: kickpath.profile/1\nname: made\n"));
  CHECK(nlohmann::json::parse(read_text(scratch.path("fit.json")))["schema"] == "kickpath.calibration/1");
  CHECK(run_kickpath({"check", profile}).code == 0);
  const std::string scenario = KICKPATH_SOURCES "/scenarios/smoke/one-vm-other-core.yaml";
  CHECK(run_kickpath({"run", scenario, "--profile", profile, "--replicas", "1"}).code == 0);
}

TEST_CASE("calibrate with -o - and --json - is the file and nothing else") {
  const TestFile file("verb.json", whole());
  CHECK(calibrate({file.path(), "-o", "-"}).out.starts_with("# Made by"));
  CHECK(nlohmann::json::parse(calibrate({file.path(), "--json", "-"}).out)["components"].size() ==
        calibration::calibrated(nullptr).size());
  CHECK(calibrate({file.path(), "--json", "-", "-o", "-"}).code == 2);
}

TEST_CASE("Without enough measurements calibrate is exit code 2, says what is missing, and writes nothing") {
  const Scratch scratch;
  Json json = whole();
  json["benchmarks"].erase(json["benchmarks"].begin(), json["benchmarks"].begin() + 5);
  const TestFile file("verb.json", json);
  const Ended ended = calibrate({file.path(), "-o", scratch.path("p.yaml")});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(ended.err.find("verb.json: the measurements leave costs undetermined") == 0);
  CHECK(ended.err.find("line.transfer: would come from line.transfer") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(scratch.path("p.yaml")));
}

TEST_CASE("Measurements of two hosts are not pooled; two of one host are") {
  Json other = whole();
  other["host"]["hz"] = 1000;
  const TestFile first("verb.json", whole());
  const TestFile same("verb2.json", whole());
  const TestFile foreign("verb3.json", other);
  CHECK(calibrate({first.path(), same.path()}).code == 0);
  const Ended ended = calibrate({first.path(), foreign.path()});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("host.hz: is '1000', but '250' in verb.json: another host") != std::string::npos);
}

TEST_CASE("A torn file and a missing one are told together") {
  const std::string text = whole().dump(1);
  const TestFile torn("verb.json", text.substr(0, text.size() - 40));
  const Ended ended = calibrate({torn.path(), "no-such.json"});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("verb.json:") != std::string::npos);
  CHECK(ended.err.find("no-such.json: cannot be read") != std::string::npos);
}
