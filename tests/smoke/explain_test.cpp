#include <catch2/catch.hpp>

#include "smoke.hpp"

using namespace kickpath::testing;

namespace {

std::vector<std::string> shortly(std::vector<std::string> more) {
  std::vector<std::string> arguments{"explain", smoke("one-vm-other-core"), "--set", "run.duration=20 ms"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

double sum_of_means(const nlohmann::json& parts) {
  double sum = 0;
  for (const auto& part : parts) sum += part["mean"].get<double>();
  return sum;
}

}  // namespace

TEST_CASE("explain prints parts, cores, the bottleneck and what would change it") {
  const Ended ended = run_kickpath(shortly({}));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(has(ended.out, "operations of vm/ring"));
  CHECK(has(ended.out, "idle exit"));
  CHECK(has(ended.out, "core 1"));
  CHECK(has(ended.out, "--set 'run.duration=20 ms' --set-b 'vms[0].placement.servers=same-core'"));
}

TEST_CASE("With --json - the explanation is alone on stdout, and its parts sum to what run says, and to 1") {
  const Ended ended = run_kickpath(shortly({"--json", "-"}));
  const auto json = nlohmann::json::parse(ended.out);
  CHECK(json["schema"] == "kickpath.explanation/1");
  const double latency = json["operations"][0]["latency_ns"]["mean"].get<double>();
  CHECK(sum_of_means(json["operations"][0]["parts_ns"]) == Approx(latency).epsilon(1e-9));
  for (const auto& core : json["cores"]) CHECK(sum_of_means(core["parts"]) == Approx(1).epsilon(1e-12));
  const auto run = result_of({smoke("one-vm-other-core"), "--set", "run.duration=20 ms"});
  CHECK(latency == Approx(run["totals"]["latency_ns"]["mean"]["mean"].get<double>()).epsilon(1e-3));
  CHECK(ended.out == run_kickpath(shortly({"--json", "-"})).out);
}

TEST_CASE("What is advised can be compared") {
  const auto json = nlohmann::json::parse(run_kickpath(shortly({"--json", "-"})).out);
  REQUIRE_FALSE(json["advice"].empty());
  std::vector<std::string> arguments{
      "compare", smoke("one-vm-other-core"), "--set", "run.duration=5 ms", "--budget", "4", "--min", "4"};
  for (const auto& setting : json["advice"][0]["settings"]) {
    arguments.emplace_back("--set-b");
    arguments.push_back(setting.get<std::string>());
  }
  CHECK(run_kickpath(arguments).code == 0);
}

TEST_CASE("compare --explain: the differences of the parts sum to the difference of the mean latencies") {
  const Ended ended = run_kickpath({"compare", smoke("two-vms-same-core"), "--set",
                                    "run={warmup: 5 ms, duration: 20 ms, replicas: 2}", "--set-b",
                                    "vms[0].placement.servers=other-core", "--budget", "4", "--min", "4",
                                    "--explain", "--json", "-"});
  const auto json = nlohmann::json::parse(ended.out)["explanation"][0];
  double sum = 0;
  for (const auto& part : json["parts_ns"]) sum += part["difference"]["mean"].get<double>();
  const double latency = json["latency_ns"]["difference"]["mean"].get<double>();
  CHECK(latency < 0);  // same-core wins
  CHECK(sum == Approx(latency).epsilon(1e-9));
}

TEST_CASE("compare --explain that would be shown nowhere is exit code 2") {
  const Ended ended = run_kickpath({"compare", smoke("two-vms-same-core"), "--set-b",
                                    "vms[0].placement.servers=other-core", "--explain", "--csv", "-"});
  CHECK(ended.code == 2);
  CHECK(has(ended.err, "--explain"));
}

TEST_CASE("explain takes one scenario, and says what is wrong with it") {
  CHECK(run_kickpath({"explain", smoke_folder}).code == 2);
  CHECK(run_kickpath({"explain", "missing.yaml"}).code == 2);
  const Ended wrong = run_kickpath(shortly({"--set", "vms[0].vcpu=1"}));
  CHECK(wrong.code == 2);
  CHECK_FALSE(wrong.err.empty());
  CHECK(run_kickpath(shortly({"--json", "/no/such/folder/x.json"})).code == 1);
}
