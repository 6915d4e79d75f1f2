#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

namespace {

const std::vector<std::string> result_keys{"schema", "world",    "scenario",   "profile",
                                           "seed",   "replicas", "measured_s", "versions",
                                           "host",   "totals",   "vms",        "cores"};
const std::vector<std::string> metric_keys{"ops_per_s",
                                           "bytes_per_s",
                                           "ops_per_cpu_s",
                                           "bytes_per_cpu_s",
                                           "latency_ns",
                                           "kicks_per_op",
                                           "interrupts_per_op",
                                           "light_exits_per_op",
                                           "full_exits_per_op",
                                           "partial_exits_per_op",
                                           "heavy_exits_per_op",
                                           "ipis_per_op",
                                           "context_switches_per_op",
                                           "line_transfers_per_op",
                                           "boot_s",
                                           "routing_updates",
                                           "dropped_per_s",
                                           "packets_per_s",
                                           "packets_per_interrupt"};

double mean(const nlohmann::json& result, const char* metric) {
  return result.at("totals").at(metric).at("mean").get<double>();
}

}  // namespace

TEST_CASE("Every smoke scenario runs, and its result has all keys") {
  for (const std::string& path : smoke_scenarios()) {
    INFO(path);
    const Ended ended = run_kickpath({"run", path, "--json", "-"});
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    const auto result = nlohmann::json::parse(ended.out);
    for (const std::string& key : result_keys) CHECK(result.contains(key));
    for (const std::string& key : metric_keys) CHECK(result["totals"].contains(key));
    CHECK(result["schema"] == "kickpath.result/1");
    CHECK(result["world"] == "sim");
    CHECK(result["replicas"] == 3);
    CHECK(mean(result, "ops_per_s") > 0);
  }
}

TEST_CASE("There are smoke scenarios") { CHECK(smoke_scenarios().size() >= 4); }

TEST_CASE("A group of two VMs has two rows, a host of two cores two") {
  const auto result = result_of({smoke("two-vms-same-core")});
  REQUIRE(result["vms"].size() == 2);
  CHECK(result["vms"][0]["name"] == "vm0");
  CHECK(result["vms"][1]["name"] == "vm1");
  CHECK(result["cores"].size() == 2);
}

TEST_CASE("A kick that returns to userspace is a full exit, and none is partial while nobody else runs") {
  const auto result = result_of({smoke("synchronous-pio")});
  CHECK(mean(result, "full_exits_per_op") == Approx(mean(result, "kicks_per_op")));
  CHECK(mean(result, "interrupts_per_op") == 0);
  CHECK(mean(result, "partial_exits_per_op") == 0);
}

TEST_CASE("An ioeventfd never returns to userspace") {
  CHECK(mean(result_of({smoke("one-vm-other-core")}), "full_exits_per_op") == 0);
}

TEST_CASE("Over to another core and back each thread leaves its core once; a vcpu that is polled for stays") {
  const auto polled_for = result_of({smoke("one-vm-other-core")});
  CHECK(mean(polled_for, "context_switches_per_op") == Approx(1).epsilon(1e-3));
  CHECK(mean(polled_for, "partial_exits_per_op") == 0);
  const auto blocked = result_of({smoke("one-vm-other-core"), "--set", "vms[0].halt_poll.max=0 us"});
  CHECK(mean(blocked, "context_switches_per_op") == Approx(1 + 1).epsilon(1e-3));
  CHECK(mean(blocked, "partial_exits_per_op") == Approx(1).epsilon(1e-3));
}

TEST_CASE("The same seed gives the same bytes") {
  const std::vector<std::string> again{"run", smoke("open-loop-hog"), "--json", "-"};
  CHECK(run_kickpath(again).out == run_kickpath(again).out);
}

TEST_CASE("Another seed gives other totals where the scenario is random, and the same scenario hash") {
  const auto one = result_of({smoke("open-loop-hog"), "--seed", "1"});
  const auto two = result_of({smoke("open-loop-hog"), "--seed", "2"});
  CHECK(one["totals"] != two["totals"]);
  CHECK(one["scenario"]["hash"] == two["scenario"]["hash"]);
  CHECK(two["seed"] == 2);
}

TEST_CASE("--set changes the run and the scenario hash") {
  const auto plain = result_of({smoke("two-vms-same-core")});
  const auto changed = result_of({smoke("two-vms-same-core"), "--set", "vms[0].count=1", "--replicas", "2"});
  CHECK(changed["vms"].size() == 1);
  CHECK(changed["replicas"] == 2);
  CHECK(changed["scenario"]["hash"] != plain["scenario"]["hash"]);
  CHECK(changed["profile"] == plain["profile"]);
}

TEST_CASE("--set on an unknown key says where, suggests the nearest, and runs nothing") {
  const Ended ended = run_kickpath({"run", smoke("blk-disk"), "--set", "vms[0].devices[0].backend.sek=5 us"});
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(
      ended.err.find("--set:1:27: vms[0].devices[0].backend.sek: unknown key 'sek' (did you mean 'seek'?)") !=
      std::string::npos);
}
