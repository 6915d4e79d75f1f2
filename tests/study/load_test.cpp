#include <algorithm>

#include <catch2/catch.hpp>

#include "sample_study.hpp"
#include "study/figures.hpp"

using namespace kickpath;
using namespace kickpath::testing;

TEST_CASE("Replicas and seed are the base's, the study's, or the command line's") {
  StudyFolder folder;
  auto study = folder.load(study_text(""));
  REQUIRE(study);
  CHECK(study->replicas == 3);
  CHECK(study->seed == 5);
  study = folder.load(study_text("replicas: 7\nseed: 9\n"));
  CHECK(study->replicas == 7);
  CHECK(study->seed == 9);
  study = folder.load(study_text("replicas: 7\nseed: 9\n"), {"", 2, 4});
  CHECK(study->replicas == 2);
  CHECK(study->seed == 4);
}

TEST_CASE("The profile is the base's, the study's, or the command line's") {
  StudyFolder folder;
  for (const char* name : {"q", "r"})
    folder.scratch.write(std::string{name} + ".yaml",
                         "schema: kickpath.profile/1\nname: " + std::string{name} + "\ncomponents: {}\n");
  CHECK(folder.load(study_text(""))->profile.name == "p");
  CHECK(folder.load(study_text("profile: q.yaml\n"))->profile.name == "q");
  CHECK(folder.load(study_text("profile: q.yaml\n"), {folder.scratch.path("r.yaml"), {}, {}})->profile.name ==
        "r");
}

TEST_CASE("An axis that names no key of the scenario is told at its place") {
  CHECK(errors_of("axes: [{grid: {\"vms[0].cuont\": [2, 3]}}]\n") ==
        "s.yaml:4:16: vms[0].cuont: unknown key 'cuont' (did you mean 'count'?)\n");
  CHECK(errors_of("axes: [{grid: {\"vms[1].count\": [2]}}]\n") ==
        "s.yaml:4:16: vms: has no item 1: it has 0 to 0\n");
}

TEST_CASE("A value that the scenario refuses is told at its place, once") {
  CHECK(errors_of("axes: [{grid: {\"vms[0].count\": [0, 1], \"vms[0].vcpus\": [1, 2, 3]}}]\n") ==
        "s.yaml:4:33: vms[0].count: must be from 1 to 4096, not 0\n");
}

TEST_CASE("What a point makes bad in its base is told at the point, with its settings") {
  const std::string told =
      errors_of("axes: [{grid: {\"vms[0].count\": [1, 2], \"vms[0].workload.queue_depth\": [4, 300]}}]\n");
  CHECK(told.starts_with("s.yaml:4:16: vms[0].devices[0]"));
  CHECK(told.find(", with vms[0].count=1, vms[0].workload.queue_depth=300\n") != std::string::npos);
}

TEST_CASE("Bad values of the axes are told beside whatever else is wrong") {
  const std::string axes = "axes: [{grid: {\"vms[0].count\": [0, 1]}}]\n";
  const std::string told = "s.yaml:4:33: vms[0].count: must be from 1 to 4096, not 0\n";
  for (const char* other : {"objectives: [ops]\n", "constraints: [latency_ns.p98 < 3 us]\n", "replicas: 0\n",
                            "profile: no.yaml\n", "objective: ops_per_s\n"}) {
    const std::string errors = errors_of(axes + other);
    INFO(errors);
    CHECK(errors.starts_with(told));
    CHECK(errors.find("s.yaml:5:") == told.size());
    CHECK(std::count(errors.begin(), errors.end(), '\n') == 2);
  }
}

TEST_CASE("A base that does not exist is told where it is named") {
  StudyFolder folder;
  CHECK(!folder.load("schema: kickpath.study/1\nname: s\nscenario: no.yaml\n"));
  CHECK(folder.errors == "s.yaml:3:11: scenario: 'no.yaml' does not exist\n");
}

TEST_CASE("What is the study's own is no axis") {
  CHECK(errors_of("axes: [{grid: {run.seed: [1, 2]}}]\n") ==
        "s.yaml:4:16: run.seed: is the study's: give 'seed'\n");
  CHECK(errors_of("set: {profile: q.yaml}\n") ==
        "s.yaml:4:7: profile: is the study's: give it beside 'scenario'\n");
}

TEST_CASE("A block is one of grid, zip and list") {
  CHECK(errors_of("axes: [{gird: {a: [1]}}]\n").find("did you mean 'grid'?") != std::string::npos);
  CHECK(errors_of("axes: [{grid: {\"vms[0].count\": 2}}]\n")
            .find("expected a list of values, or {from, to, step}") != std::string::npos);
  CHECK(errors_of("axes: [{grid: {\"vms[0].count\": []}}]\n").find("needs at least 1 value") !=
        std::string::npos);
  CHECK(errors_of("axes: [{grid: {}}]\n").find("needs at least 1 path") != std::string::npos);
}

TEST_CASE("Figures are the same from a replica and from its stored result") {
  results::Replica replica;
  replica.measured = Duration{1'000'000'000'000};
  replica.vms.push_back({"vm0", results::Counts::zero(), {}});
  replica.vms[0].counts.ops = 1'000;
  replica.vms[0].counts.kicks = 250;
  const auto figures = study::figures_of(replica);
  CHECK(figures[results::metric_index("ops_per_s")] == 1'000);
  CHECK(figures[results::metric_index("kicks_per_op")] == 0.25);
  CHECK(!figures[results::metric_index("latency_ns.p99")]);
  const nlohmann::json stored = {
      {"totals",
       {{"ops_per_s", {{"mean", 1'000}}}, {"latency_ns", {{"p99", nullptr}, {"p50", {{"mean", 3.5}}}}}}}};
  const auto read = study::figures_of(stored);
  CHECK(read[results::metric_index("ops_per_s")] == 1'000);
  CHECK(read[results::metric_index("latency_ns.p50")] == 3.5);
  CHECK(!read[results::metric_index("latency_ns.p99")]);
  CHECK(!read[results::metric_index("kicks_per_op")]);
}
