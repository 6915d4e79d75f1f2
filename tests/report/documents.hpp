#pragma once
#include <string>

#include "report/json_text.hpp"

/// Small documents as kickpath writes them.
namespace kickpath::testing {

inline report::Json estimate(double mean) {
  return {{"median", mean}, {"mean", mean}, {"ci95", {nullptr, nullptr}}, {"cv", nullptr}, {"n", 1}};
}

/// A result of one replica.
inline report::Json result(double ops_per_s, double p99 = 50'000, const std::string& profile = "host") {
  report::Json document;
  document["schema"] = "kickpath.result/1";
  document["world"] = "sim";
  document["scenario"] = {{"name", "base"}, {"hash", "s1"}};
  document["profile"] = {{"name", profile}, {"hash", "p1"}};
  document["seed"] = 18446744073709551615u;
  document["replicas"] = 1;
  document["measured_s"] = 0.2;
  document["versions"] = {{"kickpath", "0.1.0"}};
  document["host"] = nullptr;
  document["totals"] = {{"ops_per_s", estimate(ops_per_s)},
                        {"latency_ns", {{"p99", estimate(p99)}, {"max", nullptr}}}};
  document["vms"] = report::Json::array();
  document["vms"].push_back({{"name", "vm0"}, {"ops_per_s", estimate(ops_per_s)}});
  document["cores"] = report::Json::array();
  document["cores"].push_back({{"id", 0}, {"busy", 0.5}, {"by", {{"vm0/vcpu0", 0.5}}}});
  return document;
}

inline report::Json sweep_table() {
  return report::Json::parse(R"({"schema": "kickpath.sweep/1", "study": {"name": "s", "hash": "h"},
    "versions": {"kickpath": "0.1.0"}, "replicas": 2,
    "objectives": [{"name": "spread", "expression": "latency_ns.p99 / latency_ns.p50", "better": "smaller"},
                   {"name": "ops_per_s", "expression": "ops_per_s", "better": "larger"}],
    "rows": [{"settings": {"vms[0].count": "1"}, "done": 2, "failed": 0, "missing": 0, "failure": null,
              "objectives": {"spread": null, "ops_per_s": {"median": 10.0, "mean": 11.0, "ci95": [9.0, 13.0], "cv": 0.1, "n": 2}},
              "constraints": [{"constraint": "latency_ns.p99 <= 200 us", "verdict": "held", "value": null}], "best": true},
             {"settings": {"vms[0].count": "2"}, "done": 1, "failed": 1, "missing": 0, "failure": "it died",
              "objectives": {"spread": null, "ops_per_s": null},
              "constraints": [{"constraint": "latency_ns.p99 <= 200 us", "verdict": "broken", "value": null}], "best": false}]})");
}

inline report::Json explanation() {
  return report::Json::parse(
      R"({"schema": "kickpath.explanation/1", "scenario": {"name": "base", "hash": "s1"},
    "profile": {"name": "host", "hash": "p1"}, "seed": 1, "replicas": 1, "measured_s": 0.2, "versions": {"kickpath": "0.1.0"},
    "ops_per_s": null,
    "operations": [{"vms": "vm", "device": "ring", "operations": 10,
                    "latency_ns": {"median": 9.0, "mean": 9.0, "ci95": [null, null], "cv": null, "n": 1},
                    "parts_ns": {"exit": {"median": 9.0, "mean": 9.0, "ci95": [null, null], "cv": null, "n": 1}}}],
    "cores": [{"id": 0, "parts": {"idle": {"median": 1.0, "mean": 1.0, "ci95": [null, null], "cv": null, "n": 1}}, "by": {}}],
    "bottleneck": {"resource": null, "busy": 0.1, "sentence": "None is near its limit."},
    "advice": [{"part": "exit", "share": 1.0, "text": "Exit less", "settings": ["a=b"]}]})");
}

inline report::Json capacity() {
  return report::Json::parse(R"({"schema": "kickpath.capacity/1", "study": {"name": "s", "hash": "h"},
    "profile": {"name": "host", "hash": "p1"}, "seed": 1, "versions": {"kickpath": "0.1.0"},
    "axis": {"path": "vms[0].count", "values": 2, "smallest_load": "1", "largest_load": "2"},
    "constraints": ["latency_ns.p99 <= 200 us"], "replicas": {"first": 4, "budget": 16}, "most_loads": 15,
    "rows": [{"settings": {"vms[0].vcpus": "1"}, "capacity": null, "extent": "exact", "above": null, "not_monotone": null, "knee": null,
              "headroom": null, "runs_out": {"resource": null, "text": null}, "costs": null,
              "loads": [{"value": "1", "load": 1.0, "verdict": "broken", "replicas": 4, "ops_per_s": null, "constraints": [], "failure": null}]}]})");
}

}  // namespace kickpath::testing
