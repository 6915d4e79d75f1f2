#include "study/run_key.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "config/fingerprint.hpp"
#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

/// The key of each point.
std::vector<std::string> keys(const std::string& body) {
  StudyFolder folder;
  const auto study = folder.load(study_text(body));
  INFO(folder.errors);
  REQUIRE(study);
  std::vector<std::string> keys;
  config::Errors errors;
  for (std::uint64_t i = 0; i < study->space.size(); ++i)
    keys.push_back(study::point_key(*study::scenario_at(*study, i, errors)));
  return keys;
}

}  // namespace

TEST_CASE("The key of a point is of what it says, defaults filled in") {
  const auto found =
      keys("axes: [{list: [{\"vms[0].vcpus\": 1}, {\"vms[0].count\": 1}, {\"vms[0].count\": 2}]}]\n");
  CHECK(found[0] == found[1]);  // both are defaults
  CHECK(found[0] != found[2]);
  CHECK(found[0].size() == 32);
}

TEST_CASE("A time in another unit is the same time") {
  const auto found = keys("axes: [{grid: {\"vms[0].workload.compute\": [1 us, 1000 ns, 1001 ns]}}]\n");
  CHECK(found[0] == found[1]);
  CHECK(found[0] != found[2]);
}

TEST_CASE("A scheduler's details and a poll without end are part of the key") {
  const auto schedulers = keys(
      "axes: [{grid: {host.scheduler: [eevdf, {policy: eevdf, version: '6.12'}, {policy: eevdf, base_slice: "
      "1 ms}, "
      "{policy: eevdf}, {policy: colocate}, {policy: colocate, base: cfs}]}}]\n");
  CHECK(schedulers[0] == schedulers[3]);
  CHECK(std::set(schedulers.begin(), schedulers.end()).size() == 5);
  const auto polls = keys(
      "axes: [{grid: {\"vms[0].devices[0].server\": [{kind: iothread}, {kind: iothread, poll: always}, "
      "{kind: iothread, poll: 1 us}]}}]\n");
  CHECK(std::set(polls.begin(), polls.end()).size() == 3);
}

TEST_CASE("How long a run takes is part of its key, its replicas and seed are not") {
  CHECK(keys("set: {run.duration: 2 ms}\n") != keys(""));
  CHECK(keys("replicas: 9\nseed: 8\n") == keys(""));
}

TEST_CASE("Scenario, profile and seed each make another key") {
  const std::string key = study::run_key("a", "b", 1);
  CHECK(key == study::run_key("a", "b", 1));
  CHECK(key != study::run_key("c", "b", 1));
  CHECK(key != study::run_key("a", "c", 1));
  CHECK(key != study::run_key("a", "b", 2));
}

TEST_CASE("The wide hash is FNV-1a of 128 bits") {
  CHECK(config::fnv1a_128("") == "6c62272e07bb014262b821756295c58d");
  CHECK(config::fnv1a_128("a") == "d228cb696f1a8caf78912b704e4a8964");
  CHECK(config::fnv1a_128("foobar") == "343e1662793c64bf6f0d3597ba446f18");
}
