#include "report/curves.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::report;
using kickpath::results::Estimate;

namespace {

/// Points with a count of VMs and a placement, and a throughput each.
Sweep sweep_of(const std::vector<std::pair<std::vector<std::string>, double>>& points) {
  Sweep sweep;
  sweep.axes = {"vms[0].placement.servers", "vms[0].count"};
  sweep.figures = {{"ops_per_s", "ops_per_s", false}};
  for (const auto& [settings, throughput] : points) {
    SweepPoint point;
    point.settings = settings;
    point.figures = {Estimate{throughput, throughput, {}, {}, 1}};
    sweep.points.push_back(point);
  }
  return sweep;
}

Sweep over_counts(const std::vector<double>& throughputs) {
  std::vector<std::pair<std::vector<std::string>, double>> points;
  for (std::size_t i = 0; i < throughputs.size(); ++i)
    points.push_back({{"any", std::to_string(i + 1)}, throughputs[i]});
  return sweep_of(points);
}

}  // namespace

TEST_CASE(
    "Curves run along the number of VMs, one for each setting of the rest, whatever the order of the "
    "points") {
  const auto curves = curves_of(sweep_of({{{"same-core", "4"}, 4},
                                          {{"other-core", "1"}, 1},
                                          {{"same-core", "1"}, 1},
                                          {{"other-core", "10"}, 2},
                                          {{"same-core", "10"}, 5}}));
  REQUIRE(curves);
  CHECK(curves->axis == 1);
  REQUIRE(curves->curves.size() == 2);
  CHECK(curves->curves[0].settings == std::vector<std::string>{"same-core"});
  CHECK(curves->curves[0].points == std::vector<std::size_t>{2, 0, 4});  // 1, 4, 10
  CHECK(curves->curves[1].points == std::vector<std::size_t>{1, 3});
}

TEST_CASE("Two values make no curve, three do") {
  CHECK_FALSE(curves_of(over_counts({1, 2})));
  CHECK(curves_of(over_counts({1, 2, 3})));
}

TEST_CASE("Without a count the axis of most numbers is taken; of two units none is") {
  Sweep sweep = over_counts({1, 2, 3});
  sweep.axes = {"depth", "vms[0].devices[0].backend.service"};
  for (const char* last : {"3 us", "3000 ns"}) {
    sweep.points[0].settings[1] = "1 us";
    sweep.points[1].settings[1] = "2 us";
    sweep.points[2].settings[1] = last;
    const auto curves = curves_of(sweep);
    REQUIRE(curves);
    CHECK(curves->unit == "ns");
    CHECK(curves->x == std::vector<double>{1000, 2000, 3000});
    CHECK_FALSE(curves->curves[0].knee);  // which is of VMs
  }
  sweep.points[2].settings[1] = "3 %";
  CHECK_FALSE(curves_of(sweep));
}

TEST_CASE("The knee is the point farthest above the line from the first to the last one") {
  const auto knee = [](const std::vector<double>& throughputs) {
    return curves_of(over_counts(throughputs))->curves[0].knee;
  };
  // Scaled: 0, 1/2, 1, 1, 1 against 0, 1/4, 1/2, 3/4, 1: above by 1/4, 1/2, 1/4
  CHECK(knee({10, 20, 30, 30, 30}) == std::size_t{2});
  // At 40 the fourth is above by 1 - 3/4 and the third by 2/3 - 1/2: a quarter against a sixth
  CHECK(knee({10, 20, 30, 40, 40}) == std::size_t{3});
  // It falls behind the knee: the line falls to 25
  CHECK(knee({10, 20, 30, 28, 25}) == std::size_t{2});
}

TEST_CASE("Less than a tenth of the scale above the line is no knee, nor is a throughput that is not known") {
  // The middle is above the line from 0 to 100 by a share of it.
  CHECK_FALSE(curves_of(over_counts({0, 59.9, 100}))->curves[0].knee);
  CHECK(curves_of(over_counts({0, 60.1, 100}))->curves[0].knee == std::size_t{1});
  CHECK_FALSE(curves_of(over_counts({10, 20, 30}))->curves[0].knee);
  CHECK_FALSE(curves_of(over_counts({10, 10, 10}))->curves[0].knee);
  Sweep sweep = over_counts({10, 20, 30, 30});
  sweep.points[1].figures[0].reset();
  CHECK_FALSE(curves_of(sweep)->curves[0].knee);
}

TEST_CASE("An SLO holds up to the last point before the first that does not surely hold") {
  Sweep sweep = over_counts({1, 2, 3, 4});
  CHECK_FALSE(curves_of(sweep)->curves[0].last_that_holds);  // there is none
  sweep.constraints = {understood("latency_ns.p99 <= 200 us")};
  for (SweepPoint& point : sweep.points) point.verdicts = {"held"};
  CHECK(curves_of(sweep)->curves[0].last_that_holds == std::size_t{3});
  sweep.points[2].verdicts = {"unsure"};  // and the fourth holds again, which does not count
  CHECK(curves_of(sweep)->curves[0].last_that_holds == std::size_t{1});
  sweep.points[0].verdicts = {"broken"};
  CHECK_FALSE(curves_of(sweep)->curves[0].last_that_holds);
}

TEST_CASE("Of a constraint the metric and the bound in its unit are understood, where it is of one metric") {
  const SweepConstraint slo = understood("latency_ns.p99 <= 200 us");
  CHECK(slo.metric == "latency_ns.p99");
  CHECK(slo.bound == 200'000);
  for (const char* text : {"latency_ns.p99 / latency_ns.p50 <= 3", "nonsense"}) {
    CHECK(understood(text).text == text);
    CHECK(understood(text).metric.empty());
    CHECK_FALSE(understood(text).bound);
  }
}
