#include "study/objective.hpp"

#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

std::vector<study::Objective> objectives(const std::string& list) {
  StudyFolder folder;
  const auto study = folder.load(study_text("objectives: " + list + "\n"));
  INFO(folder.errors);
  REQUIRE(study);
  return study->spec.objectives;
}

}  // namespace

TEST_CASE("The more operations a second the better, if a study says nothing") {
  StudyFolder folder;
  const auto study = folder.load(study_text(""));
  REQUIRE(study);
  REQUIRE(study->spec.objectives.size() == 1);
  CHECK(study->spec.objectives[0].name == "ops_per_s");
  CHECK(!study->spec.objectives[0].is_smaller_better);
}

TEST_CASE("A metric knows its better direction") {
  const auto found =
      objectives("[latency_ns.p99, ops_per_cpu_s, ipis_per_op, dropped_per_s, packets_per_interrupt]");
  std::vector<bool> smaller;
  for (const auto& objective : found) smaller.push_back(objective.is_smaller_better);
  CHECK(smaller == std::vector<bool>{true, false, true, true, false});
}

TEST_CASE("An expression says its direction, and may have a name") {
  const auto found = objectives("[{minimize: ops_per_s / 2}, {maximize: 1 / latency_ns.p99, name: speed}]");
  CHECK(found[0].name == "ops_per_s / 2");
  CHECK(found[0].is_smaller_better);
  CHECK(found[1].name == "speed");
  CHECK(!found[1].is_smaller_better);
}

TEST_CASE("An objective that does not exist is told at its place") {
  CHECK(errors_of("objectives: [ops_per_sec]\n") ==
        "s.yaml:4:14: objectives[0]: no metric is called 'ops_per_sec' (did you mean 'ops_per_s'?); an "
        "expression needs "
        "{maximize: ...} or {minimize: ...}\n");
  CHECK(
      errors_of("objectives: [{maximize: ops_per_sec}]\n") ==
      "s.yaml:4:25: objectives[0].maximize: no metric is called 'ops_per_sec' (did you mean 'ops_per_s'?)\n");
  CHECK(errors_of("objectives: [{maximize: ops_per_s, minimize: ops_per_s}]\n") ==
        "s.yaml:4:14: objectives[0]: expected one of 'maximize' and 'minimize'\n");
  CHECK(errors_of("objectives: [ops_per_s, ops_per_s]\n") ==
        "s.yaml:4:25: objectives[1]: 'ops_per_s' is there already\n");
}

TEST_CASE("An expression is taken of each replica, then summarised") {
  // 1/x of 1 and 3 has the mean (1 + 1/3) / 2 = 2/3; 1 over the mean would be 1/2.
  const std::size_t ops = results::metric_index("ops_per_s");
  std::vector<study::Figures> replicas(3);
  replicas[0][ops] = 1;
  replicas[1][ops] = 3;
  const auto estimate = study::evaluate(*study::Expression::parse("1 / ops_per_s"), replicas);
  REQUIRE(estimate);
  CHECK(estimate->mean == Approx(2.0 / 3));
  CHECK(estimate->n == 2);  // the third does not know
}

TEST_CASE("What is known is better than what is not") {
  const study::Objective most{"a", *study::Expression::parse("ops_per_s"), false};
  const results::Estimate two{2, 2, {}, {}, 1}, three{3, 3, {}, {}, 1};
  CHECK(is_better(most, three, two));
  CHECK(!is_better(most, two, two));
  CHECK(is_better(most, two, std::nullopt));
  CHECK(!is_better(most, std::nullopt, two));
  CHECK(study::is_better({"a", most.expression, true}, two, three));
}
