#include "host/run_queue_catalogue.hpp"

#include <catch2/catch.hpp>

#include "host/policy/cfs.hpp"
#include "host/policy/eevdf.hpp"
#include "host/policy/fifo.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::literals;
using Catch::Matchers::Contains;

namespace {
SchedulerSpec spec_of(const char* policy, const char* version = "") {
  SchedulerSpec spec;
  spec.policy = policy;
  spec.version = version;
  return spec;
}
}  // namespace

TEST_CASE("The catalogue lists every policy with its versions, and makes each of them") {
  const auto all = policies();
  REQUIRE(all.size() == 3);
  for (const PolicyInfo& policy : all) {
    CHECK_FALSE(policy.description.empty());
    for (const auto version : policy.versions)
      CHECK(make_run_queue(spec_of(policy.name.data(), version.data()), 2, 250) != nullptr);
  }
  CHECK(all[2].versions == std::vector<std::string_view>{"6.6", "6.12", "6.18"});
}

TEST_CASE("A policy without a version is its newest") {
  const auto queue = make_run_queue(spec_of("eevdf"), 2, 250);
  SchedEntity e;
  CHECK(dynamic_cast<EevdfRunQueue&>(*queue).slice_of(e) == 1'400_us);
  const auto older = make_run_queue(spec_of("eevdf", "6.12"), 8, 250);
  CHECK(dynamic_cast<EevdfRunQueue&>(*older).slice_of(e) == 3_ms);
  CHECK(wake_rules(spec_of("cfs")) == WakeRules::linux_2_6_36);
}

TEST_CASE("A tunable that is said is taken as it is, not scaled") {
  SchedulerSpec spec = spec_of("eevdf");
  spec.base_slice = 3_ms;
  const auto queue = make_run_queue(spec, 8, 250);
  CHECK(dynamic_cast<EevdfRunQueue&>(*queue).slice_of(SchedEntity{}) == 3_ms);
}

TEST_CASE("An unknown policy or version is refused with the list of the known") {
  CHECK_THROWS_WITH(make_run_queue(spec_of("o1"), 2, 250), Contains("'o1'") && Contains("fifo cfs eevdf"));
  CHECK_THROWS_WITH(make_run_queue(spec_of("eevdf", "6.7"), 2, 250),
                    Contains("'6.7'") && Contains("6.6 6.12 6.18"));
  CHECK_THROWS_WITH(wake_rules(spec_of("fifo", "1")), Contains("there are none"));
  CHECK_THROWS_AS(balance_rules(spec_of("o1"), 2, 250), std::invalid_argument);
}

TEST_CASE("A tunable that a policy does not have, or that is not above 0, is refused") {
  SchedulerSpec spec = spec_of("cfs");
  spec.base_slice = 1_ms;
  CHECK_THROWS_WITH(make_run_queue(spec, 2, 250), Contains("'cfs'") && Contains("base_slice"));
  spec = spec_of("eevdf");
  spec.base_slice = 0_ps;
  CHECK_THROWS_WITH(make_run_queue(spec, 2, 250), Contains("base_slice must be above 0"));
  spec.base_slice = 1_ps;
  CHECK(make_run_queue(spec, 2, 250) != nullptr);
}
