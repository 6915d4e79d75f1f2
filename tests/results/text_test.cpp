#include "results/text.hpp"

#include <algorithm>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "results/columns.hpp"
#include "sample_run.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::results;
using Catch::Contains;

namespace {

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, width_of(line));
  return widest;
}

}  // namespace

TEST_CASE("The head says what was run") {
  const std::string text = to_text(run_of({busy_replica({busy_vm("vm0", 10_us)})}));
  CHECK_THAT(text, Contains("two-vms\n"));
  CHECK_THAT(text, Contains("world sim  profile host-a  seed 7  1 replica of 2 s"));
}

TEST_CASE("Totals carry units and the half-width of their interval") {
  InstanceCounts faster = busy_vm("vm0", 10_us);
  faster.counts.ops = 1'200;
  const std::string text = to_text(run_of({busy_replica({busy_vm("vm0", 10_us)}), busy_replica({faster})}));
  // 500 and 600 operations per second: mean 550, s = 70.71, half-width = 12.7062 x 70.71 / sqrt(2) = 635.3
  CHECK_THAT(text, Contains("550 ± 635 /s"));
  CHECK_THAT(text, Contains("mean 10.0 us"));
}

TEST_CASE("One replica shows no interval, and an unknown figure is a dash") {
  InstanceCounts blind = busy_vm("vm0", 10_us);
  blind.counts.ipis = {};
  const std::string text = to_text(run_of({busy_replica({blind})}));
  CHECK_THAT(text, !Contains("±"));
  CHECK_THAT(text, Contains("IPIs -"));
  CHECK_THAT(text, Contains("kicks 0.500"));
}

TEST_CASE("A line per VM appears with the second VM and not with the first") {
  const InstanceCounts vm0 = busy_vm("vm0", 10_us);
  CHECK_THAT(to_text(run_of({busy_replica({vm0})})), !Contains("\nvm "));
  const std::string two = to_text(run_of({busy_replica({vm0, busy_vm("vm1", 20_us)})}));
  CHECK_THAT(two, Contains("\nvm0 "));
  CHECK_THAT(two, Contains("\nvm1 "));
}

TEST_CASE("Cores show who used them, the heaviest first") {
  const std::string text = to_text(run_of({busy_replica({busy_vm("vm0", 10_us)})}));
  CHECK_THAT(text, Contains("50.0 %"));                             // 1 s of 2 s
  CHECK_THAT(text, Contains("vm0/vcpu0 40.0 %  vm0/ring 10.0 %"));  // 800 ms and 200 ms of 2 s
}

TEST_CASE("No line is wider than 100 columns, however long the names and large the figures") {
  const std::string long_name(150, 'n');
  InstanceCounts vm = busy_vm(long_name, 40'000_s);
  vm.counts.ops = 3;
  vm.counts.kicks = 3'000'000'000'000'000'000u;
  vm.counts.line_transfers = 3'000'000'000'000'000'000u;
  Replica replica = busy_replica({vm, vm});
  for (int i = 0; i < 40; ++i) replica.cores[0].by.emplace_back("task" + std::to_string(i), 1_ms);
  replica.cores[0].by.emplace_back(long_name, 1_ms);
  RunIdentity identity = identity_of_test();
  identity.scenario.name = identity.profile->name = long_name;
  const std::string text = to_text(summarize_run(identity, std::vector{replica, replica}));
  CHECK(widest_line(text) <= text_columns);
  CHECK_THAT(text, Contains("task39"));
}

TEST_CASE("A run without a clean replica prints dashes") {
  CHECK_THAT(to_text(run_of({})), Contains("0 replicas") && Contains("latency") && Contains("mean -"));
}

TEST_CASE("Identical runs print identical text") {
  const Replica replica = busy_replica({busy_vm("vm0", 10_us), busy_vm("vm1", 20_us)});
  CHECK(to_text(run_of({replica, replica})) == to_text(run_of({replica, replica})));
}
