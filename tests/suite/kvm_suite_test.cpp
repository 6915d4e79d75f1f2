#include <set>

#include <catch2/catch.hpp>

#include "process/program.hpp"
#include "suite/suite.hpp"

using namespace kickpath;

namespace {

suite::Suite kvm_suite() {
  config::Errors errors;
  auto loaded = suite::load_suite(KICKPATH_SOURCES "/validation/suites/kvm.yaml", "", errors);
  INFO(errors.format());
  REQUIRE(loaded);
  return *std::move(loaded);
}

}  // namespace

TEST_CASE("The KVM suite has at least 60 rows, each a scenario of its own") {
  const suite::Suite suite = kvm_suite();
  CHECK(suite.rows.size() >= 60);
  std::set<std::string> hashes;
  for (const suite::Row& row : suite.rows) {
    INFO(row.name);
    CHECK(hashes.insert(row.hash).second);
  }
}

// What judges a prediction must not have made it: no cost is from a row, nor from any rate of operations.
TEST_CASE("No source of the suite's profile is a row of the suite, or a throughput") {
  const suite::Suite suite = kvm_suite();
  for (const cost::Cost& cost : suite.profile.costs) {
    INFO(cost.source);
    for (const suite::Row& row : suite.rows) CHECK(cost.source.find(row.name) == std::string::npos);
    for (const char* rate : {"req/s", "ops", "k/s", "per second", "throughput"})
      CHECK(cost.source.find(rate) == std::string::npos);
  }
}
