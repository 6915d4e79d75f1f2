// `kickpath capacity` as a user calls it.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sample_study.hpp"

using namespace kickpath::testing;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

const std::string counts =
    "axes: [{grid: {\"vms[0].count\": {from: 1, to: 40, step: 1}}}]\nconstraints: [\"latency_ns.p99 <= 200 "
    "us\"]\n";

struct Verb {
  explicit Verb(const std::string& body) : study(folder.scratch.write("s.yaml", study_text(body))) {}

  Ended capacity(const Arguments& more = {}) const {
    Arguments arguments{"capacity", study};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_kickpath(arguments);
  }

  json answer(Arguments more = {}) const {
    more.insert(more.end(), {"--json", "-"});
    const Ended ended = capacity(more);
    INFO(ended.err);
    CHECK(ended.code == 0);
    return json::parse(ended.out, nullptr, false);
  }

  StudyFolder folder;
  std::string study;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Table, JSON, CSV and OpenMetrics tell the same capacity") {
  const Verb verb(counts);
  const json answer = verb.answer({"--at", "2"});
  CHECK(answer["schema"] == "kickpath.capacity/1");
  CHECK(answer["axis"]["path"] == "vms[0].count");
  const json& row = answer["rows"][0];
  const std::string found = row["capacity"];
  CHECK(row["headroom"]["at"] == "2");
  CHECK(row["headroom"]["load"].get<double>() == Approx(std::stod(found) / 2 - 1));
  const Ended text = verb.capacity({"--at", "2"});
  CHECK(has(text.out, "vms[0].count: 40 values from 1 to 40; at most 15 loads each"));
  CHECK(has(text.out, "\n" + found + " "));
  CHECK(has(text.out, "Headroom at 2: the load may grow by "));
  CHECK(has(text.out, row["runs_out"]["text"].get<std::string>().substr(0, 20)));
  const Ended metrics = verb.capacity({"--openmetrics", "-"});
  CHECK(has(metrics.out,
            "kickpath_capacity{study=\"s\",axis=\"vms[0].count\",extent=\"exact\"} " + found + "\n"));
  CHECK(metrics.out.ends_with("# EOF\n"));
  const Ended csv = verb.capacity({"--csv", "-"});
  CHECK(csv.out.starts_with("vms[0].count,verdict,replicas,ops_per_s.mean,"));
  CHECK(has(csv.out, "\n" + found + ",held,2,"));
  CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') > 4);
}

TEST_CASE("The answer is the same for every number of jobs, and of another seed it is another one's") {
  const Verb verb("set: {\"vms[0].workload.compute\": {exponential: 50 us}}\n" + counts);
  const json one = verb.answer({"-j", "1"});
  CHECK(one == verb.answer({"-j", "3"}));
  CHECK(one["rows"][0]["loads"] != verb.answer({"--seed", "9"})["rows"][0]["loads"]);
}

TEST_CASE("With a store runs are kept, and not repeated") {
  const Verb verb(counts);
  const std::string store = verb.folder.scratch.path("s.sqlite");
  const json first = verb.answer({"--store", store});
  std::uint64_t runs = 0;
  for (const json& load : first["rows"][0]["loads"]) runs += load["replicas"].get<std::uint64_t>();
  CHECK(verb.answer({"--store", store}) == first);
  // the sweep of two replicas of each load needs no more than the loads that were not tried
  const Ended swept = run_kickpath({"sweep", verb.study, "--store", store, "--resume", "--replicas", "2"});
  CHECK(swept.err == store + ": 80 runs, " + std::to_string(runs) + " stored before\n");
  verb.folder.scratch.write("s.sqlite", std::string(3'000, 'x'));
  CHECK(verb.capacity({"--store", store}).code == 2);
}

TEST_CASE("Where nothing holds that is the answer, with exit code 1; where all hold it is at least the end") {
  const auto bound = [](const std::string& at) {
    return Verb("axes: [{grid: {\"vms[0].count\": [1, 2, 3]}}]\nconstraints: [\"latency_ns.p99 <= " + at +
                "\"]\n");
  };
  const Ended none = bound("1 ns").capacity();
  CHECK(none.code == 1);
  CHECK(has(none.err, "no load of s is sure to hold the constraints"));
  CHECK(has(none.out, "\nnone "));
  CHECK(has(none.out, "Not even 1 holds."));
  const Ended all = bound("1 s").capacity();
  CHECK(all.code == 0);
  CHECK(has(all.out, "\nat least 3 "));
  CHECK(has(all.out, "the capacity is 3 or more"));
}

TEST_CASE("A study without a constraint, and all other mistakes of it, are told at once with their places") {
  const Verb verb("axes: [{grid: {\"vms[0].cuont\": [1, 2]}}]\n");
  const Ended ended = verb.capacity();
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(ended.err ==
        verb.study +
            ":1:1: constraints: capacity needs at least 1: what must hold, as in 'latency_ns.p99 <= "
            "200 us'\n" +
            verb.study + ":4:16: vms[0].cuont: unknown key 'cuont' (did you mean 'count'?)\n");
  CHECK(Verb("constraints: [\"latency_ns.p99 <= 1 ms\"]\n")
            .capacity()
            .err.ends_with(":1:1: axes: capacity needs an axis: the load, as in vms[0].count\n"));
}

TEST_CASE("What is wrong with the command line is bad input") {
  const Verb verb(counts);
  const std::vector<std::pair<Arguments, std::string>> bad{
      {{"--axis", "vms[0].vcpus"}, "axes: no axis varies vms[0].vcpus (there are vms[0].count)"},
      {{"--at", "41"}, "--at: '41' is no value of vms[0].count (40 from 1 to 40)"},
      {{"--loads", "3"}, "--loads: 40 values need 6 loads, not 3"},
      {{"--loads", "6", "--at", "2"}, "--loads: 40 values need 7 loads, not 6"},
      {{"--json", "x", "--csv", "x"}, "two outputs cannot both go to 'x'"},
      {{"--budget", "1"}, "--budget"},
      {{"--budget", "3"}, "--budget: 3 is less than the first look's 4 (--replicas)"},
      {{"--replicas", "1"}, "--replicas"}};
  for (const auto& [arguments, message] : bad) {
    const Ended ended = verb.capacity(arguments);
    INFO(message);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(has(ended.err, message));
  }
  CHECK(run_kickpath({"capacity"}).code == 2);
  CHECK(run_kickpath({"capacity", "no.yaml"}).code == 2);
}

TEST_CASE("An output that cannot be written ends it before anything runs") {
  const Verb verb(counts);
  const Ended ended = verb.capacity({"--json", "/no/such/folder/a.json"});
  CHECK(ended.code == 1);
  CHECK(ended.out.empty());
}
