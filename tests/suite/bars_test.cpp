#include "suite/bars.hpp"

#include <catch2/catch.hpp>

#include "compared_rows.hpp"

using namespace kickpath::suite;
using Kind = BarSpec::Kind;
using Verdict = JudgedBar::Verdict;

namespace {

JudgedBar judged(const BarSpec& bar, const std::vector<ComparedRow>& rows, const Orderings& orderings = {}) {
  const auto all = judge({bar}, rows, orderings);
  REQUIRE(all.size() == 1);
  return all[0];
}

BarSpec bar_of(Kind kind, double limit, const std::string& group = "") {
  return {kind, Metric::throughput, group, Clarity::clear, limit};
}

Verdict verdict_at(double predicted) {
  return judged(bar_of(Kind::median_error, 0.05), {row_of("a", 1'000, predicted)}).verdict;
}

Pair pair_of(Clarity clarity, bool is_right) {
  return {0, 1, "vms", 1, 0.01, is_right ? 0.5 : -0.5, clarity};
}

}  // namespace

TEST_CASE("An error of the limit holds, a hundredth of a percent more misses, above and below") {
  CHECK(verdict_at(1'050) == Verdict::held);
  CHECK(verdict_at(1'050.1) == Verdict::missed);
  CHECK(verdict_at(950) == Verdict::held);
  CHECK(verdict_at(949.9) == Verdict::missed);
}

TEST_CASE("The median is of absolute errors, the worst is the largest") {
  // |errors| 2 %, 3 %, 10 %
  const std::vector<ComparedRow> rows{row_of("a", 100, 102), row_of("b", 100, 97), row_of("c", 100, 90)};
  CHECK(*judged(bar_of(Kind::median_error, 1), rows).reached == Approx(0.03));
  CHECK(*judged(bar_of(Kind::worst_error, 1), rows).reached == Approx(0.10));
  CHECK(*judged(bar_of(Kind::median_error, 1), {rows[0], rows[1]}).reached == Approx(0.025));
}

TEST_CASE("A bar sees the rows of its group alone") {
  const std::vector<ComparedRow> rows{row_of("a", 100, 104, 0, "x"), row_of("b", 100, 120, 0, "y")};
  const JudgedBar bar = judged(bar_of(Kind::worst_error, 0.05, "x"), rows);
  CHECK(*bar.reached == Approx(0.04));
  CHECK(bar.count == 1);
  CHECK(bar.verdict == Verdict::held);
  CHECK(judge({bar_of(Kind::worst_error, 0.05, "z")}, rows, {}).empty());
}

TEST_CASE("Coverage is a share of rows: 4 of 5 hold 80 %, 3 of 4 do not") {
  const ComparedRow in = row_of("a", 100, 104, 4);
  const ComparedRow out = row_of("b", 100, 104, 3.9);
  CHECK(judged(bar_of(Kind::coverage, 0.8), {in, in, in, in, out}).verdict == Verdict::held);
  CHECK(judged(bar_of(Kind::coverage, 0.8), {in, in, in, out}).verdict == Verdict::missed);
}

TEST_CASE("The half-width is a share of the prediction") {
  CHECK(*judged(bar_of(Kind::half_width, 0.1), {row_of("a", 100, 50, 5)}).reached == Approx(0.1));
  CHECK(judged(bar_of(Kind::half_width, 0.1), {row_of("a", 100, 50, 5)}).verdict == Verdict::held);
  CHECK(judged(bar_of(Kind::half_width, 0.1), {row_of("a", 100, 50, 5.1)}).verdict == Verdict::missed);
}

TEST_CASE("Orderings are judged by class") {
  const std::vector<ComparedRow> rows{row_of("a", 1, 1), row_of("b", 1, 1)};
  const Orderings orderings{{pair_of(Clarity::clear, true), pair_of(Clarity::resolved, true),
                             pair_of(Clarity::resolved, false), pair_of(Clarity::unresolved, false)},
                            0};
  BarSpec bar = bar_of(Kind::orderings, 1);
  CHECK(judged(bar, rows, orderings).verdict == Verdict::held);
  bar.clarity = Clarity::resolved;
  CHECK(*judged(bar, rows, orderings).reached == 0.5);
  CHECK(judged(bar, rows, orderings).verdict == Verdict::missed);
  bar.limit = 0.5;
  CHECK(judged(bar, rows, orderings).verdict == Verdict::held);
}

TEST_CASE("Of no pairs every one is right; without judged rows an error is unjudged") {
  ComparedRow unjudged = row_of("a", 1, 1);
  unjudged.measured[Metric::throughput].reset();
  CHECK(judged(bar_of(Kind::orderings, 1), {unjudged}).verdict == Verdict::held);
  for (const Kind kind : {Kind::median_error, Kind::worst_error, Kind::coverage, Kind::half_width}) {
    const JudgedBar bar = judged(bar_of(kind, 0.5), {unjudged});
    CHECK(bar.verdict == Verdict::unjudged);
    CHECK(!bar.reached);
  }
}
