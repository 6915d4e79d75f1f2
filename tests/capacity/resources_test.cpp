#include "capacity/resources.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using capacity::LoadUse;
using capacity::Observation;
using capacity::runs_out;
using capacity::Usage;
using capacity::usages_of;

namespace {

using By = std::map<std::string, double>;

results::CoreResult core(std::uint32_t id, const By& by, const std::string& host = "") {
  double busy = 0;
  for (const auto& [task, share] : by) busy += share;
  return {CoreId{id}, busy, by, host};
}

std::vector<Observation> replica(std::vector<results::CoreResult> cores, double dropped_per_s = 0) {
  Observation observation;
  observation.cores = std::move(cores);
  observation.figures[results::metric_index("dropped_per_s")] = dropped_per_s;
  return {observation};
}

std::vector<Observation> two_cores(double vcpu, double server) {
  return replica({core(0, {{"vm0/vcpu0", vcpu}}), core(1, {{"vm0/ring/iothread", server}})});
}

}  // namespace

TEST_CASE("Threads are added up over cores, cores over a host, and replicas averaged") {
  std::vector<Observation> observations =
      replica({core(0, {{"vm0/vcpu0", 0.5}, {"hog0", 0.1}}), core(1, {{"vm0/vcpu0", 0.3}})});
  observations.push_back(
      replica({core(0, {{"vm0/vcpu0", 0.1}, {"hog0", 0.3}}), core(1, {{"vm0/vcpu0", 0.1}})})[0]);
  const std::vector<Usage> usages = usages_of(observations);
  REQUIRE(usages.size() == 4);
  CHECK(usages[0].name == "vm0/vcpu0");
  CHECK(usages[0].share == Approx((0.8 + 0.2) / 2));
  CHECK(usages[1].name == "the host's 2 cores");
  CHECK(usages[1].share == Approx((0.6 + 0.3 + 0.4 + 0.1) / 4));
  CHECK(usages[1].by == "vcpus 25 %, background 10 %");
  CHECK(usages[2].name == "core 0");
  CHECK(usages[2].share == Approx((0.6 + 0.4) / 2));
  CHECK(usages[3].name == "core 1");
}

TEST_CASE("A thread that has no time left runs out before its host") {
  const auto least = two_cores(0.1, 0.2), held = two_cores(0.3, 0.8), beyond = two_cores(0.4, 0.97);
  const auto told = runs_out({"10", least}, LoadUse{"40", held}, LoadUse{"50", beyond});
  CHECK(told.resource == "vm0/ring/iothread");
  CHECK(told.sentence == "vm0/ring/iothread runs out first: 80 % busy at 40, 97 % at 50.");
  CHECK(told.at_least == Approx(0.2));
}

TEST_CASE("Where no thread is busy all the time it is the cores, with who uses them") {
  const auto use = [](double each) {
    return replica({core(0, {{"vm0/vcpu0", each}, {"vm1/ring/iothread", each / 2}}),
                    core(1, {{"vm1/vcpu0", each}, {"vm0/ring/iothread", each / 2}})});
  };
  const auto least = use(0.1), held = use(0.6), beyond = use(0.66);
  const auto told = runs_out({"1", least}, LoadUse{"12", held}, LoadUse{"13", beyond});
  CHECK(told.sentence ==
        "The host's 2 cores run out first: 90 % busy at 12, 99 % at 13 (vcpus 66 %, servers 33 %).");
}

TEST_CASE("One core of many that is full runs out, where the host's are not") {
  const auto use = [](double a) {
    return replica({core(0, {{"vm0/vcpu0", a / 2}, {"vm1/vcpu0", a / 2}}), core(1, {}), core(2, {})});
  };
  const auto least = use(0.5), beyond = use(0.95);
  CHECK(runs_out({"1", least}, std::nullopt, LoadUse{"2", beyond}).sentence ==
        "Core 0 runs out first: 95 % busy at 2 (vcpus 95 %).");
}

TEST_CASE("What was busy at the smallest load already comes last, and is told as such") {
  const auto least = two_cores(1, 0.2), beyond = two_cores(1, 0.95);
  CHECK(runs_out({"1", least}, std::nullopt, LoadUse{"2", beyond}).resource == "vm0/ring/iothread");
  const auto polls = two_cores(1, 0.3);
  CHECK(runs_out({"1", least}, std::nullopt, LoadUse{"2", polls}).sentence ==
        "vm0/vcpu0 runs out first: 100 % busy at 2; it is so at 1 already, where polling counts as busy.");
}

TEST_CASE("Where nothing that a result knows is used up, the busiest is told") {
  const auto least = two_cores(0.1, 0.1), beyond = two_cores(0.2, 0.89);
  const auto told = runs_out({"1", least}, std::nullopt, LoadUse{"2", beyond});
  CHECK(!told.resource);
  CHECK(told.sentence ==
        "No core and no thread is used up: the busiest, vm0/ring/iothread, is 89 % busy at 2. Operations "
        "wait for "
        "their turn on it, or for what has no figure in a result (a disk, a link, a latency).");
  const auto idle = two_cores(0.2, 0.59);
  CHECK(runs_out({"1", least}, std::nullopt, LoadUse{"2", idle})
            .sentence.ends_with("59 % busy at 2. Operations wait for what has no figure in a result (a disk, "
                                "a link, a latency)."));
  // on the other side of the edge
  const auto more = two_cores(0.2, 0.9);
  CHECK(runs_out({"1", least}, std::nullopt, LoadUse{"2", more}).resource == "vm0/ring/iothread");
}

TEST_CASE("Drops are told beside it") {
  const auto least = two_cores(0.1, 0.1);
  auto beyond = two_cores(0.2, 0.95);
  beyond[0].figures[results::metric_index("dropped_per_s")] = 1'200;
  CHECK(runs_out({"1", least}, std::nullopt, LoadUse{"2", beyond})
            .sentence.ends_with("95 % busy at 2. Requests are dropped at 2: 1.20 k/s."));
}

TEST_CASE("Two hosts have cores of their own") {
  const auto beyond =
      replica({core(0, {{"vm0/vcpu0", 0.2}}, "host"), core(0, {{"vm0/net/peer0", 0.5}}, "remote")});
  const auto usages = usages_of(beyond);
  CHECK(usages[2].name == "the remote host's core");
  CHECK(usages[3].name == "the host's core");
  CHECK(usages[4].name == "core 0 of remote");
}
