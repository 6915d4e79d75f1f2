#include "results/csv.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sample_run.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::results;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("There is a row for the totals and one per instance, all as wide as the header") {
  const auto lines = lines_of(to_csv(run_of({busy_replica({busy_vm("vm0", 10_us), busy_vm("vm1", 20_us)})})));
  REQUIRE(lines.size() == 4);
  // 5 columns of identity and 4 for each of 24 metrics have 100 commas between them
  for (const auto& line : lines) CHECK(std::count(line.begin(), line.end(), ',') == 100);
  CHECK_THAT(lines[0],
             Catch::StartsWith("scenario,world,seed,replicas,instance,ops_per_s.median,ops_per_s.mean,"));
  CHECK_THAT(lines[0], Catch::Contains(",latency_ns.p999.ci95_hi,"));
  // one replica: median and mean, but no interval
  CHECK_THAT(lines[1], Catch::StartsWith("two-vms,sim,7,1,totals,1000,1000,,,"));
  CHECK_THAT(lines[3], Catch::StartsWith("two-vms,sim,7,1,vm1,500,500,,,"));
}

TEST_CASE("An unknown figure is an empty cell") {
  InstanceCounts blind = busy_vm("vm0", 10_us);
  blind.counts.ops = {};
  const auto lines = lines_of(to_csv(run_of({busy_replica({blind})})));
  CHECK_THAT(lines.at(1), Catch::StartsWith("two-vms,sim,7,1,totals,,,,,"));
}

TEST_CASE("Names with commas and quotes are quoted") {
  RunIdentity identity = identity_of_test();
  identity.scenario.name = "a,\"b\"";
  CHECK_THAT(lines_of(to_csv(summarize_run(identity, {}))).at(1), Catch::StartsWith("\"a,\"\"b\"\"\",sim,"));
}
