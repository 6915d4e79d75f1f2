#include <catch2/catch.hpp>

#include "sample_suite.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

std::string errors_of(const std::string& body) {
  SuiteFolder folder;
  CHECK(!folder.load(suite_text(body)));
  return folder.errors;
}

}  // namespace

TEST_CASE("A row is its base with what it sets") {
  SuiteFolder folder;
  const auto suite = folder.load(
      suite_text("rows:\n  - {name: a}\n  - {name: b, group: g, set: {\"vms[0].count\": 3, run.seed: 4}}\n"));
  CHECK(folder.errors.empty());
  REQUIRE(suite);
  REQUIRE(suite->rows.size() == 2);
  CHECK(suite->rows[0].group.empty());
  CHECK(suite->rows[0].scenario.machine.vms[0].count == 1);
  CHECK(suite->rows[1].group == "g");
  CHECK(suite->rows[1].scenario.name == "b");
  CHECK(suite->rows[1].scenario.machine.vms[0].count == 3);
  CHECK(suite->profile.name == "p");
}

TEST_CASE("The hash of a row is of its machine, not of its name, run or profile") {
  SuiteFolder folder;
  const auto suite = folder.load(
      suite_text("rows:\n  - {name: a}\n  - {name: b, set: {run.duration: 3 s, profile: q.yaml}}\n"
                 "  - {name: c, set: {\"vms[0].count\": 2}}\n"));
  REQUIRE(suite);
  CHECK(suite->rows[0].hash == suite->rows[1].hash);
  CHECK(suite->rows[0].resolved == suite->rows[1].resolved);
  CHECK(suite->rows[0].hash != suite->rows[2].hash);
}

TEST_CASE("A suite is of world kvm unless it says qemu, which has runs of its own") {
  SuiteFolder folder;
  const std::string rows = "rows: [{name: a}]\n";
  const auto unsaid = folder.load(suite_text(rows));
  REQUIRE(unsaid);
  CHECK(unsaid->spec.world == suite::World::kvm);
  const auto qemu = folder.load(suite_text("world: qemu\nrun: {kvm: {replicas: 3}, qemu: {replicas: 7}}\n" + rows));
  INFO(folder.errors);
  REQUIRE(qemu);
  CHECK(qemu->spec.world == suite::World::qemu);
  CHECK(qemu->spec.run.of(suite::World::qemu).replicas == 7);
  CHECK(qemu->spec.run.of(suite::World::kvm).replicas == 3);
}

TEST_CASE("A world that nothing can be measured in is told at its place") {
  CHECK(errors_of("world: xen\nrows: [{name: a}]\n").find("s.yaml:4:8: world: ") == 0);
}

TEST_CASE("A row may have another base, and a suite a profile of its own") {
  SuiteFolder folder;
  folder.scratch.write("q.yaml", "schema: kickpath.profile/1\nname: q\ncomponents: {}\n");
  std::string other = read_text(folder.scratch.path("base.yaml"));
  folder.scratch.write("other.yaml", other.replace(other.find("cores: 2"), 8, "cores: 4"));
  const std::string rows = "rows: [{name: a}, {name: b, scenario: other.yaml}]\n";
  const auto suite = folder.load(suite_text("profile: q.yaml\n" + rows));
  REQUIRE(suite);
  CHECK(suite->rows[1].scenario.machine.host.cores == 4);
  CHECK(suite->profile.name == "q");
  CHECK(folder.load(suite_text(rows), folder.scratch.path("q.yaml"))->profile.name == "q");
}

TEST_CASE("A bad value of a row is told at its place in the suite") {
  CHECK(errors_of("rows:\n  - {name: a, set: {\"vms[0].count\": 0}}\n") ==
        "s.yaml:5:37: vms[0].count: must be from 1 to 4096, not 0\n");
}

TEST_CASE("A path that does not exist is told at its place in the suite") {
  CHECK(errors_of("rows:\n  - {name: a, set: {\"vms[1].count\": 2}}\n") ==
        "s.yaml:5:21: vms: has no item 1: it has 0 to 0\n");
  CHECK(errors_of("rows:\n  - {name: a, set: {\"vms[0].cuont\": 2}}\n") ==
        "s.yaml:5:21: vms[0].cuont: unknown key 'cuont' (did you mean 'count'?)\n");
  CHECK(errors_of("rows:\n  - {name: a, set: {\"vms[0\": 2}}\n").find("s.yaml:5:21: vms") == 0);
  CHECK(errors_of("rows:\n  - {name: a, set: {\"run.seed=3\": 2}}\n") ==
        "s.yaml:5:21: run.seed: a path and nothing else: the value stands behind it\n");
}

TEST_CASE("What a row makes bad in its base is told at the row") {
  CHECK(errors_of("rows:\n  - name: a\n    set: {\"vms[0].workload.queue_depth\": 300}\n")
            .find("s.yaml:5:5: rows[0]: row a: vms[0].devices[0]") == 0);
}

TEST_CASE("A base that does not exist is told where it is named, one that is bad once") {
  CHECK(errors_of("rows: [{name: a, scenario: no.yaml}]\n") ==
        "s.yaml:4:28: rows[0].scenario: 'no.yaml' does not exist\n");
  SuiteFolder folder;
  folder.scratch.write("base.yaml", "schema: kickpath.scenario/1\nname: base\nhost: {cores: 0}\nvms: []\n");
  CHECK(!folder.load(suite_text("rows: [{name: a}, {name: b}]\n")));
  CHECK(
      folder.errors ==
      "base.yaml:3:15: host.cores: must be from 1 to 1024, not 0\nbase.yaml:4:6: vms: needs at least 1 item, "
      "has 0\n");
}

TEST_CASE("Names are there once") {
  CHECK(errors_of("rows: [{name: a}, {name: a}]\n") ==
        "s.yaml:4:26: rows[1].name: row 'a' is there already\n");
}

TEST_CASE("All mistakes of a suite are told at once") {
  CHECK(errors_of("rows:\n  - {name: a, set: {\"vms[0].count\": 0}}\n  - {name: a}\n"
                  "bars: [{kind: median-error, group: g, at_most: 5 %}]\n") ==
        "s.yaml:5:37: vms[0].count: must be from 1 to 4096, not 0\n"
        "s.yaml:6:12: rows[1].name: row 'a' is there already\n"
        "s.yaml:7:36: bars[0].group: no row is of group 'g'\n");
}

TEST_CASE("A bar is of a kind, with a limit of the right side") {
  CHECK(errors_of("rows: [{name: a}]\nbars:\n  - {kind: median-error, at_least: 5 %}\n") ==
        "s.yaml:6:5: bars[0]: key 'at_most' is missing (to be held)\n"
        "s.yaml:6:26: bars[0].at_least: unknown key 'at_least' (known: metric, group, at_most, kind)\n");
  CHECK(errors_of("rows: [{name: a}]\nbars:\n  - {kind: coverage, at_least: 101 %}\n") ==
        "s.yaml:6:32: bars[0].at_least: must be from 0 % to 100 %, not 101 %\n");
  CHECK(errors_of("rows: [{name: a}]\nbars: [{kind: best}]\n").find("s.yaml:5:15: bars[0].kind: ") == 0);
}

TEST_CASE("A suite without rows, and one without a profile, are mistakes") {
  CHECK(errors_of("bars: []\n") == "s.yaml:1:1: has neither rows nor grids\n");
  SuiteFolder folder;
  std::string base = read_text(folder.scratch.path("base.yaml"));
  folder.scratch.write("base.yaml", base.erase(base.find("profile: p.yaml\n"), 16));
  CHECK(!folder.load(suite_text("rows: [{name: a}]\n")));
  CHECK(folder.errors.find("s.yaml:1:1: profile: neither the suite nor its base names a cost profile") == 0);
}
