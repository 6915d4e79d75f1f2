#include <catch2/catch.hpp>

#include "sample_study.hpp"
#include "study/objective.hpp"

using namespace kickpath;
using study::parse_constraint;
using study::Relation;

namespace {

double bound(const std::string& text) {
  const auto constraint = parse_constraint(text);
  INFO(constraint.problem);
  REQUIRE(constraint);
  return (*constraint).bound;
}

std::string problem(const std::string& text) { return parse_constraint(text).problem; }

}  // namespace

TEST_CASE("A bound has the unit of what it bounds") {
  CHECK(bound("latency_ns.p99 <= 200 us") == 200'000);
  CHECK(bound("latency_ns.p99 <= 1500") == 1'500);
  CHECK(bound("boot_s < 1500 ms") == 1.5);
  CHECK(bound("bytes_per_s >= 100 MB/s") == 1e8);
  CHECK(bound("latency_ns.p99 - latency_ns.p50 <= 1 ms") == 1e6);
}

TEST_CASE("There are four relations") {
  CHECK((*parse_constraint("ops_per_s<=5")).relation == Relation::at_most);
  CHECK((*parse_constraint("ops_per_s >= 5")).relation == Relation::at_least);
  CHECK((*parse_constraint("ops_per_s < 5")).relation == Relation::below);
  CHECK((*parse_constraint("ops_per_s > 5")).relation == Relation::above);
}

TEST_CASE("A bound of another kind is told") {
  CHECK(problem("ops_per_s >= 5 us") == "'5 us' is a duration, but no metric of 'ops_per_s' is one");
  CHECK(problem("latency_ns.p99 <= 5 MB/s") ==
        "'5 MB/s' is a rate of bytes, but no metric of 'latency_ns.p99' is one");
  CHECK(problem("latency_ns.p99 <= many") == "expected a number, a duration or a rate of bytes, not 'many'");
  CHECK(problem("latency_ns.p99").starts_with("expected a bound, as in"));
  CHECK(problem("latency_ns.p98 <= 5 us").starts_with("no metric is called 'latency_ns.p98'"));
}

TEST_CASE("The 95 % interval decides whether a constraint is held") {
  const study::Constraint most = *parse_constraint("latency_ns.p99 <= 10");
  const auto estimate = [](double lo, double hi) {
    return results::Estimate{(lo + hi) / 2, (lo + hi) / 2, results::Interval{lo, hi}, 0.1, 3};
  };
  CHECK(judge(most, estimate(8, 10)) == study::Verdict::held);
  CHECK(judge(most, estimate(8, 10.5)) == study::Verdict::unsure);
  CHECK(judge(most, estimate(10.5, 12)) == study::Verdict::broken);
  CHECK(judge(most, std::nullopt) == study::Verdict::unknown);
  const study::Constraint least = *parse_constraint("ops_per_s > 10");
  CHECK(judge(least, estimate(10, 12)) == study::Verdict::unsure);
  CHECK(judge(least, estimate(10.5, 12)) == study::Verdict::held);
}

TEST_CASE("Without an interval the mean decides") {
  CHECK(judge(*parse_constraint("latency_ns.p99 <= 10"), results::Estimate{10, 10, {}, {}, 1}) ==
        study::Verdict::held);
  CHECK(judge(*parse_constraint("latency_ns.p99 < 10"), results::Estimate{10, 10, {}, {}, 1}) ==
        study::Verdict::broken);
}

TEST_CASE("A constraint that is none is told at its place in the study") {
  CHECK(testing::errors_of("constraints: [\"latency_ns.p99 <= 5 us\", \"ops_per_s >= 1 us\"]\n") ==
        "s.yaml:4:41: constraints[1]: '1 us' is a duration, but no metric of 'ops_per_s' is one\n");
}
