#include "explain/explanation.hpp"

#include <catch2/catch.hpp>

#include "explain/bottleneck.hpp"
#include "explain/side_by_side.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using trace::Part;

namespace {

/// Two cores of 1 s; `operations` of 10 us, of which `service` is service and the rest device.
explain::Replica replica(std::uint64_t operations, Duration service, Duration busy = 500_ms) {
  explain::Replica made;
  trace::OperationTime time{{"vm", "ring"}, operations, static_cast<std::int64_t>(operations) * 10_us, {}};
  time.split[Part::service] = static_cast<std::int64_t>(operations) * service;
  time.split[Part::device] = time.latency - time.split[Part::service];
  made.attribution = {1_s, {time}, {}};
  made.counted.measured = 1_s;
  for (std::uint32_t id = 0; id < 2; ++id) {
    trace::CoreTime core{"", CoreId{id}, {}, {{"vm0/iothread", id == 1 ? busy : 0_s}}};
    core.split[Part::service] = id == 1 ? busy : 0_s;
    core.split[Part::idle] = 1_s - core.split[Part::service];
    made.attribution.cores.push_back(core);
    made.counted.cores.push_back({CoreId{id}, {}, {}});
  }
  results::InstanceCounts vm{"vm0", results::Counts::zero(), {}};
  vm.counts.ops = operations;
  made.counted.vms.push_back(vm);
  return made;
}

explain::Explanation explained(const std::vector<explain::Replica>& replicas) {
  explain::Explanation explanation = explain::summarize({}, replicas);
  explanation.bottleneck = explain::find_bottleneck(explanation);
  return explanation;
}

}  // namespace

TEST_CASE("Means of parts are means over replicas of means over operations, and sum to the latency's") {
  const auto explanation = explained({replica(100, 8_us), replica(300, 6_us)});
  const explain::OperationSplit& split = explanation.operations.at(0);
  CHECK(split.operations == 400);
  CHECK(split.latency->mean == Approx(10'000));
  CHECK(split.parts[index_of(Part::service)]->mean == Approx(7'000));  // (8 + 6) / 2, whatever their numbers
  CHECK(split.parts[index_of(Part::device)]->mean == Approx(3'000));
  CHECK(split.share(Part::service) == Approx(0.7));
  CHECK(split.parts[index_of(Part::service)]->ci95.has_value());
}

TEST_CASE("A replica without operations says nothing of their latency") {
  const auto explanation = explained({replica(100, 8_us), replica(0, 8_us)});
  CHECK(explanation.operations.at(0).latency->n == 1);
  CHECK(explained({replica(0, 8_us)}).operations.at(0).latency == std::nullopt);
}

TEST_CASE("A core that works for nine tenths of its time is the bottleneck, one that does for less is none") {
  const auto at_limit = explained({replica(100, 8_us, 900_ms)}).bottleneck;
  CHECK(at_limit.resource == "core 1");
  CHECK(at_limit.busy == Approx(0.9));
  CHECK(at_limit.sentence == "The bottleneck is core 1: it works for 90 % of its time (vm0/iothread 90 %).");
  const auto below = explained({replica(100, 8_us, 899_ms)}).bottleneck;
  CHECK(below.resource.empty());
  CHECK(below.sentence.find("the largest part of its latency is service, 80 %") != std::string::npos);
}

TEST_CASE("A device in which operations spend half of their latency is the bottleneck, whatever cores do") {
  CHECK(explained({replica(100, 5_us, 950_ms)}).bottleneck.resource == "device of vm/ring");
  CHECK(explained({replica(100, 5_us + 1_ns, 950_ms)}).bottleneck.resource == "core 1");
}

TEST_CASE("Differences of parts sum to the difference of the mean latencies") {
  const std::vector<explain::Replica> a{replica(100, 8_us), replica(100, 7_us)};
  const std::vector<explain::Replica> b{replica(50, 2_us), replica(70, 4_us)};
  const auto differences = explain::differences(a, b);
  REQUIRE(differences.size() == 1);
  double sum = 0;
  for (const auto& part : differences[0].differences) sum += part->mean;
  CHECK(differences[0].latency_difference->mean == Approx(0).margin(1e-6));
  CHECK(sum == Approx(0).margin(1e-6));
  CHECK(differences[0].differences[index_of(Part::service)]->mean == Approx(4'500));  // (6 + 3) / 2
}

TEST_CASE("The JSON names its schema, and its parts sum to the latency") {
  const auto json = explain::to_json(explained({replica(100, 8_us)}));
  CHECK(json["schema"] == "kickpath.explanation/1");
  double sum = 0;
  for (const auto& part : json["operations"][0]["parts_ns"]) sum += part["mean"].get<double>();
  CHECK(sum == Approx(json["operations"][0]["latency_ns"]["mean"].get<double>()));
}
