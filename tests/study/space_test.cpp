#include "study/space.hpp"

#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;

using Points = std::vector<std::string>;

TEST_CASE("Without axes the base is the only point") { CHECK(points_of("") == Points{""}); }

TEST_CASE("A grid has a point for every combination, the last axis varying fastest") {
  CHECK(points_of("axes: [{grid: {\"vms[0].count\": [1, 2], \"vms[0].vcpus\": [1, 2]}}]\n") ==
        Points{"vms[0].count=1, vms[0].vcpus=1", "vms[0].count=1, vms[0].vcpus=2",
               "vms[0].count=2, vms[0].vcpus=1", "vms[0].count=2, vms[0].vcpus=2"});
}

TEST_CASE("The axes of a zip advance together") {
  CHECK(points_of("axes: [{zip: {\"vms[0].count\": [1, 2], host.cores: [4, 8]}}]\n") ==
        Points{"vms[0].count=1, host.cores=4", "vms[0].count=2, host.cores=8"});
}

TEST_CASE("A zip of axes of different length is told at the second one") {
  CHECK(errors_of("axes: [{zip: {\"vms[0].count\": [1, 2], host.cores: [4, 8, 9]}}]\n") ==
        "s.yaml:4:51: axes[0].zip[\"host.cores\"]: has 3 values, but vms[0].count has 2: they advance "
        "together\n");
}

TEST_CASE("The rows of a list are points, each with settings of its own") {
  CHECK(points_of("axes:\n  - list:\n      - {\"vms[0].count\": 3}\n      - {\"vms[0].vcpus\": 2, "
                  "host.cores: 4}\n") == Points{"vms[0].count=3", "vms[0].vcpus=2, host.cores=4"});
}

TEST_CASE("Blocks are combined, the last one varying fastest") {
  CHECK(points_of(
            "axes:\n  - list: [{host.cores: 2}, {host.cores: 4}]\n  - grid: {\"vms[0].count\": [1, 2]}\n") ==
        Points{"host.cores=2, vms[0].count=1", "host.cores=2, vms[0].count=2", "host.cores=4, vms[0].count=1",
               "host.cores=4, vms[0].count=2"});
}

TEST_CASE("What a study sets stands in every point, before its axes, and tells none apart") {
  StudyFolder folder;
  const auto study =
      folder.load(study_text("set: {\"vms[0].count\": 7, \"vms[0].vcpus\": 2}\n"
                             "axes: [{grid: {\"vms[0].count\": [3]}}]\n"));
  REQUIRE(study);
  config::Errors errors;
  const auto spec = study::scenario_at(*study, 0, errors);
  REQUIRE(spec);
  CHECK(spec->machine.vms[0].count == 3);
  CHECK(spec->machine.vms[0].vcpus == 2);
  CHECK(study->space.paths() == Points{"vms[0].count"});
}

TEST_CASE("A space larger than memory is counted, and its points are made one by one") {
  // 100,000^3 combinations of durations
  const std::string range = "{from: 1 us, to: 100000 us, step: 1 us}";
  StudyFolder folder;
  const std::string path = folder.scratch.write(
      "s.yaml", study_text("replicas: 1000\naxes: [{grid: {\"vms[0].devices[0].backend.service\": " + range +
                           ", \"vms[0].devices[0].backend.latency\": " + range +
                           ", \"vms[0].workload.compute\": " + range + "}}]\n"));
  config::Errors errors;
  const auto loaded = study::load_study(path, {}, errors);
  REQUIRE(loaded);
  CHECK(loaded->space.size() == 1'000'000'000'000'000);
  CHECK(loaded->runs() == 1'000'000'000'000'000'000);
  CHECK(study::to_text(loaded->space.coordinates(100'001)) ==
        "vms[0].devices[0].backend.service=1 us, vms[0].devices[0].backend.latency=2 us, "
        "vms[0].workload.compute=2 us");
}
