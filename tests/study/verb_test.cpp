// `kickpath sweep` as a user calls it.
#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

constexpr const char* two_points = "replicas: 2\naxes: [{grid: {\"vms[0].count\": [1, 2]}}]\n";

struct Verb {
  explicit Verb(const std::string& body) : study(folder.scratch.write("s.yaml", study_text(body))) {}

  Ended sweep(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"sweep", study, "--store", store};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_kickpath(arguments);
  }

  StudyFolder folder;
  std::string study, store = folder.scratch.path("s.sqlite");
};

}  // namespace

TEST_CASE("A sweep prints its table, and again from the store without running anything") {
  Verb verb(two_points);
  const Ended first = verb.sweep();
  INFO(first.err);
  REQUIRE(first.code == 0);
  CHECK(first.out.starts_with("study s: 2 points, 2 replicas each\n"));
  CHECK(first.err == verb.store + ": 4 runs\n");
  const Ended again = verb.sweep({"--resume"});
  CHECK(again.code == 0);
  CHECK(again.out == first.out);
  CHECK(again.err == verb.store + ": 4 runs, 4 stored before\n");
}

TEST_CASE("A store that is there already is not overwritten") {
  Verb verb(two_points);
  verb.folder.scratch.write("s.sqlite", "whatever");
  const Ended ended = verb.sweep();
  CHECK(ended.code == 2);
  CHECK(ended.err ==
        "kickpath: " + verb.store + " exists already, and is not overwritten: --resume goes on with it\n");
  CHECK(read_text(verb.store) == "whatever");
}

TEST_CASE("What is no store is bad input, and left as it is") {
  Verb verb(two_points);
  verb.folder.scratch.write("s.sqlite", std::string(3'000, 'x'));
  const Ended ended = verb.sweep({"--resume"});
  CHECK(ended.code == 2);
  CHECK(ended.err.starts_with("kickpath: " + verb.store + ": is no store: "));
  CHECK(read_text(verb.store) == std::string(3'000, 'x'));
}

TEST_CASE("A store that cannot be made fails the sweep") {
  Verb verb(two_points);
  verb.store = "/no/such/folder/s.sqlite";
  CHECK(verb.sweep().code == 1);
}

TEST_CASE("More than ten million runs need --yes") {
  // 4,096 * 4,096 combinations, one replica each
  const std::string range = "{from: 1 us, to: 4096 us, step: 1 us}";
  Verb verb("replicas: 1\naxes: [{grid: {\"vms[0].workload.compute\": " + range +
            ", \"vms[0].devices[0].backend.service\": " + range + "}}]\n");
  const Ended ended = verb.sweep();
  CHECK(ended.code == 2);
  CHECK(ended.err ==
        verb.study +
            ": makes 16777216 runs, 16777216 points with 1 replicas: more than 10000000; --yes runs them "
            "all the same\n");
  CHECK(run_kickpath({"sweep", verb.study, "--store", verb.store, "--replicas", "0"}).code == 2);
}

TEST_CASE("Mistakes of a study are told, and nothing is written") {
  Verb verb("axes: [{grid: {\"vms[0].cuont\": [1]}}]\n");
  const Ended ended = verb.sweep();
  CHECK(ended.code == 2);
  CHECK(ended.err == verb.study + ":4:16: vms[0].cuont: unknown key 'cuont' (did you mean 'count'?)\n");
  CHECK(verb.folder.scratch.files().size() == 3);
}

TEST_CASE("With - a table's JSON, CSV or OpenMetrics is all that stdout holds") {
  Verb verb(two_points);
  const Ended json = verb.sweep({"--json", "-"});
  CHECK(nlohmann::json::parse(json.out)["rows"].size() == 2);
  CHECK(verb.sweep({"--resume", "--csv", "-"}).out.starts_with("vms[0].count,ops_per_s.mean,"));
  CHECK(verb.sweep({"--resume", "--openmetrics", "-"}).out.ends_with("# EOF\n"));
  const Ended both = verb.sweep({"--resume", "--csv", "-", "--json", "-"});
  CHECK(both.code == 2);
  CHECK(both.err == "kickpath: two outputs cannot both go to '-'\n");
}

TEST_CASE("kickpath check knows studies") {
  Verb good(two_points), bad("axes: [{grid: {\"vms[0].count\": [0]}}]\n");
  CHECK(run_kickpath({"check", good.study}).code == 0);
  CHECK(run_kickpath({"check", bad.study}).err ==
        bad.study + ":4:33: vms[0].count: must be from 1 to 4096, not 0\n");
}
