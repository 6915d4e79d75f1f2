// The verb as a user meets it.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "process/program.hpp"

using namespace kickpath::testing;

namespace {

const std::string sample = IMPORTING_FOLDER "/samples/pinned-database.xml";
const std::string profile = KICKPATH_SOURCES "/scenarios/profiles/pvm-nested-2026.yaml";

}  // namespace

TEST_CASE("The profile is named relative to the scenario, so that it runs as it is") {
  const Scratch scratch;
  scratch.write("host.yaml", read_text(profile));
  std::filesystem::create_directory(scratch.path("sub"));
  const std::string here = scratch.path(".");
  for (const auto& [scenario, named] :
       {std::pair{"s.yaml", "host.yaml"}, std::pair{"sub/s.yaml", "../host.yaml"}}) {
    CHECK(run_kickpath({"import", sample, "-o", scenario, "--profile", "host.yaml"}, here).code == 0);
    CHECK(read_text(scratch.path(scenario)).find(std::string{"\nprofile: "} + named + "\n") !=
          std::string::npos);
    CHECK(run_kickpath({"check", scenario}, here).code == 0);
    CHECK(run_kickpath({"run", scenario, "--replicas", "1", "--set", "run={warmup: 1 ms, duration: 5 ms}"},
                       here)
              .code == 0);
  }
  const Ended to_stdout = run_kickpath({"import", sample, "--profile", "host.yaml"}, here);
  CHECK(to_stdout.out.find("\nprofile: host.yaml\n") != std::string::npos);
}

TEST_CASE("A profile that is none is told, and nothing is written") {
  const Scratch scratch;
  const Ended ended = run_kickpath({"import", sample, "-o", scratch.path("s.yaml"), "--profile", sample});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("pinned-database.xml:") != std::string::npos);
  CHECK(scratch.files().empty());
}

TEST_CASE("--json tells what was assumed, changed, lost and ignored") {
  const Scratch scratch;
  const Ended ended = run_kickpath({"import", sample, "-o", scratch.path("s.yaml"), "--json", "-"});
  REQUIRE(ended.code == 0);
  const auto report = nlohmann::json::parse(ended.out);
  CHECK(report["schema"] == "kickpath.import/1");
  CHECK(report["format"] == "libvirt");
  CHECK(report["scenario"] == "db1");
  int lost = 0;
  for (const auto& finding : report["findings"]) {
    if (finding["kind"] == "lost") ++lost;
    if (finding["what"] == "cputune/vcpusched") CHECK(finding["line"] == 35);
  }
  CHECK(lost == 9);
}

TEST_CASE("Bad input is exit code 2 and leaves an older output alone; a failed write is exit code 1") {
  const Scratch scratch;
  const std::string old = scratch.write("s.yaml", "old");
  const std::string broken = scratch.write("d.xml", "<domain>\n<a>\n</domain>");
  const Ended ended = run_kickpath({"import", broken, "-o", old});
  CHECK(ended.code == 2);
  CHECK(ended.err == broken + ":3:3: not well-formed XML: Start-end tags mismatch\n");
  CHECK(read_text(old) == "old");
  CHECK(run_kickpath({"import", scratch.path("none.xml")}).code == 2);
  CHECK(run_kickpath({"import", scratch.path("none.xml")}).err ==
        scratch.path("none.xml") + ": cannot be read\n");
  CHECK(run_kickpath({"import", sample, "-o", scratch.path("no/folder/s.yaml")}).code == 1);
  CHECK(run_kickpath({"import", sample, "--json", "-"}).code == 2);
  CHECK(run_kickpath({"import", sample, "--cores", "0"}).code == 2);
}

TEST_CASE("An entity that would be a file is never opened") {
  const Scratch scratch;
  const std::string secret = scratch.write("secret", "the secret");
  const std::string attack = scratch.write("d.xml", "<!DOCTYPE d [<!ENTITY x SYSTEM 'file://" + secret +
                                                        "'>]>\n<domain type='kvm'><name>&x;</name></domain>");
  const Ended ended = run_kickpath({"import", attack});
  CHECK(ended.code == 2);
  CHECK(ended.err.find("DOCTYPE") != std::string::npos);
  CHECK(ended.err.find("the secret") == std::string::npos);
  CHECK(ended.out.empty());
}
