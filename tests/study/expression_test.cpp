#include "study/expression.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using study::Expression;
using study::Figures;

namespace {

Figures some_figures() {
  Figures figures;
  figures[results::metric_index("ops_per_s")] = 2'000;
  figures[results::metric_index("latency_ns.p99")] = 5'000;
  figures[results::metric_index("dropped_per_s")] = 0;
  return figures;
}

std::optional<double> value(const std::string& text) {
  const auto expression = Expression::parse(text);
  INFO(expression.problem);
  REQUIRE(expression);
  return (*expression).value(some_figures());
}

std::string problem(const std::string& text) { return Expression::parse(text).problem; }

}  // namespace

TEST_CASE("A metric is an expression, dots and all") {
  CHECK(value("ops_per_s") == 2'000);
  CHECK(value("latency_ns.p99") == 5'000);
}

TEST_CASE("Expressions are arithmetic over the metrics") {
  CHECK(value("ops_per_s / latency_ns.p99") == 0.4);
  CHECK(value("(ops_per_s - 500) * 2 + 1e3") == 4'000);
  CHECK(value("max(ops_per_s, latency_ns.p99, 7)") == 5'000);
}

TEST_CASE("A figure that nobody knows makes the value unknown, not 0") {
  CHECK(!value("ops_per_s + bytes_per_s"));
}

TEST_CASE("A division by 0 has no value") { CHECK(!value("ops_per_s / dropped_per_s")); }

TEST_CASE("A copy has figures of its own") {
  const auto a = Expression::parse("ops_per_s + 1");
  const Expression b = *a;
  Figures other = some_figures();
  other[results::metric_index("ops_per_s")] = 1;
  CHECK((*a).value(some_figures()) == 2'001);
  CHECK(b.value(other) == 2);
}

TEST_CASE("A metric that does not exist is told, with the nearest") {
  CHECK(problem("ops_per_sec * 2") == "no metric is called 'ops_per_sec' (did you mean 'ops_per_s'?)");
  CHECK(problem("latency_ns.p98").starts_with("no metric is called 'latency_ns.p98' (did you mean"));
}

TEST_CASE("What is no expression is told") {
  CHECK(problem("").starts_with("is no expression: "));
  CHECK(problem("ops_per_s +").starts_with("is no expression: "));
  CHECK(problem("(ops_per_s").starts_with("is no expression: "));
  CHECK(problem("ops_per_s, 2") == "is several expressions: one is wanted");
  CHECK(problem("ops_per_s = 2") == "is no expression: '=' assigns");
  CHECK(problem("ops_per_s == 2").empty());
  CHECK(problem(std::string(2'000, '1')) == "is longer than 1000 characters");
}
