#include "results/json.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sample_run.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::results;
using Keys = std::vector<std::string>;

namespace {

Keys keys_of(const nlohmann::ordered_json& object) {
  Keys keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

RunResult two_vms() {
  return run_of({busy_replica({busy_vm("vm0", 10_us), busy_vm("vm1", 17_us)}),
                 busy_replica({busy_vm("vm0", 11_us), busy_vm("vm1", 19_us)})});
}

const Keys json_keys{"ops_per_s",
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

}  // namespace

TEST_CASE("A result has exactly the keys of kickpath.result/1, in their order") {
  const auto json = to_json(two_vms());
  CHECK(keys_of(json) == Keys{"schema", "world", "scenario", "profile", "seed", "replicas", "measured_s",
                              "versions", "host", "totals", "vms", "cores"});
  CHECK(json["schema"] == "kickpath.result/1");
  CHECK(keys_of(json["scenario"]) == Keys{"name", "hash"});
  CHECK(keys_of(json["profile"]) == Keys{"name", "hash"});
  CHECK(keys_of(json["totals"]) == json_keys);
  CHECK(keys_of(json["totals"]["latency_ns"]) == Keys{"mean", "p50", "p90", "p99", "p999", "max"});
  CHECK(keys_of(json["totals"]["ops_per_s"]) == Keys{"median", "mean", "ci95", "cv", "n"});
  CHECK(keys_of(json["cores"][0]) == Keys{"id", "busy", "by"});
}

TEST_CASE("An instance has its name and the metrics of the totals") {
  const auto json = to_json(two_vms());
  REQUIRE(json["vms"].size() == 2);
  Keys expected{"name"};
  expected.insert(expected.end(), json_keys.begin(), json_keys.end());
  CHECK(keys_of(json["vms"][1]) == expected);
  CHECK(json["vms"][1]["name"] == "vm1");
}

TEST_CASE("Values arrive in the JSON") {
  const auto json = to_json(two_vms());
  CHECK(json["seed"] == 7);
  CHECK(json["replicas"] == 2);
  CHECK(json["measured_s"] == 2.0);
  CHECK(json["scenario"]["hash"] == "aa11");
  CHECK(json["versions"]["kickpath"] == "0.1.0");
  CHECK(json["totals"]["ops_per_s"]["mean"] == 1'000.0);  // 2 VMs x 1,000 operations / 2 s
  CHECK(json["totals"]["ops_per_s"]["ci95"] == nlohmann::ordered_json::array({1'000.0, 1'000.0}));
  CHECK(json["vms"][0]["latency_ns"]["max"]["median"] == 10'500.0);  // between 10 and 11 us
  CHECK(json["cores"][0]["id"] == 0);
  CHECK(json["cores"][0]["by"]["vm0/vcpu0"].get<double>() == Approx(0.4));
}

TEST_CASE("What is not known is null and never 0") {
  InstanceCounts blind = busy_vm("vm0", 10_us);
  blind.counts.ipis = {};
  blind.latency.clear();
  RunIdentity identity = identity_of_test();
  identity.profile.reset();
  const auto json = to_json(summarize_run(identity, std::vector{busy_replica({blind})}));
  CHECK(json["totals"]["ipis_per_op"].is_null());
  CHECK(json["totals"]["latency_ns"]["p99"].is_null());
  CHECK(json["profile"].is_null());
  CHECK(json["host"].is_null());
  CHECK(json["totals"]["kicks_per_op"]["mean"] == 0.5);
  // one replica: a value, no spread
  CHECK(json["totals"]["kicks_per_op"]["ci95"] == nlohmann::ordered_json::array({nullptr, nullptr}));
  CHECK(json["totals"]["kicks_per_op"]["cv"].is_null());
}

TEST_CASE("A run without a clean replica keeps its shape") {
  const auto json = to_json(run_of({}));
  CHECK(keys_of(json["totals"]) == json_keys);
  CHECK(json["totals"]["ops_per_s"].is_null());
  CHECK(json["measured_s"].is_null());
  CHECK(json["vms"] == nlohmann::ordered_json::array());
}

TEST_CASE("Identical runs give identical bytes, different ones do not") {
  const std::string once = to_json_text(to_json(two_vms()));
  CHECK(once == to_json_text(to_json(two_vms())));
  CHECK(once != to_json_text(to_json(run_of({busy_replica({busy_vm("vm0", 10_us)})}))));
}

TEST_CASE("Doubles are printed so that they read back as the same bits") {
  const double third = 1.0 / 3.0;
  const Estimate estimate{third, std::nextafter(third, 1.0), Interval{1e-300, 1e300}, 0.1, 5};
  const auto back = nlohmann::ordered_json::parse(to_json_text(to_json(estimate)));
  CHECK(back["median"].get<double>() == third);
  CHECK(back["mean"].get<double>() == std::nextafter(third, 1.0));
  CHECK(back["ci95"][0].get<double>() == 1e-300);
}

TEST_CASE("A name that is no UTF-8 does not stop the result") {
  RunIdentity identity = identity_of_test();
  identity.scenario.name = "bad\xff";
  CHECK_NOTHROW(to_json_text(to_json(summarize_run(identity, {}))));
}
