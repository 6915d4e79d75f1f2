#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath::testing;

namespace {

/// The values of a range for a path, without it.
std::string values(const std::string& path, const std::string& range) {
  std::string text;
  for (const std::string& point : points_of("axes: [{grid: {\"" + path + "\": " + range + "}}]\n"))
    text += (text.empty() ? "" : ", ") + point.substr(std::min(point.size(), path.size() + 1));
  return text;
}

std::string counts(const std::string& range) { return values("vms[0].count", range); }
std::string times(const std::string& range) { return values("vms[0].workload.compute", range); }

std::string problem(const std::string& range) {
  const std::string told = errors_of("axes:\n- grid:\n    vms[0].count: " + range + "\n");
  const std::string path = "vms[0].count\"]";
  return told.substr(told.find(path) + path.size());
}

}  // namespace

TEST_CASE("A range of durations has both ends and is exact") {
  CHECK(times("{from: 10 us, to: 40 us, step: 10 us}") == "10 us, 20 us, 30 us, 40 us");
  CHECK(times("{from: 900 ns, to: 1.2 us, step: 100 ns}") == "900 ns, 1 us, 1.1 us, 1.2 us");
}

TEST_CASE("The last value of a step may lie before the end") {
  CHECK(counts("{from: 1, to: 8, step: 3}") == "1, 4, 7");
  CHECK(counts("{from: 1, to: 7, step: 3}") == "1, 4, 7");
  CHECK(counts("{from: 1, to: 6, step: 3}") == "1, 4");
}

TEST_CASE("A range may fall") { CHECK(counts("{from: 3, to: 1, step: -1}") == "3, 2, 1"); }

TEST_CASE("Points on a logarithmic scale between whole numbers are whole") {
  // 64^(i/6) = 2^i
  CHECK(counts("{from: 1, to: 64, points: 7, scale: log}") == "1, 2, 4, 8, 16, 32, 64");
  // 1, 1.5, 2.2, 3.4, 5: those that round to the same are one
  CHECK(counts("{from: 1, to: 5, points: 5, scale: log}") == "1, 2, 3, 5");
  CHECK(times("{from: 10 us, to: 1 ms, points: 3, scale: log}") == "10 us, 100 us, 1 ms");
}

TEST_CASE("Points at equal differences") {
  CHECK(counts("{from: 1, to: 9, points: 3}") == "1, 5, 9");
  CHECK(times("{from: 1 us, to: 2 us, points: 3, scale: linear}") == "1 us, 1.5 us, 2 us");
}

TEST_CASE("A range that makes no sense is told where it is wrong") {
  CHECK(problem("{from: 1, to: 4}") == ": expected one of 'step' and 'points'\n");
  CHECK(problem("{from: 1, to: 4, step: 1, points: 2}") == ": expected one of 'step' and 'points'\n");
  CHECK(problem("{from: 1, to: 4, step: -1}") == ".step: does not lead from 'from' to 'to'\n");
  CHECK(problem("{from: 1, to: 4, step: 0}") == ".step: does not lead from 'from' to 'to'\n");
  CHECK(problem("{from: 1, to: 1, step: 1}") == ".to: is the same as 'from': a range has two ends\n");
  CHECK(problem("{from: 0, to: 4, points: 3, scale: log}") == ": 'log' needs both ends above 0\n");
  CHECK(problem("{from: 1, to: 4, step: 1, scale: log}").starts_with(".scale: 'log' needs 'points'"));
  CHECK(problem("{from: 1, to: 4 us, step: 1}").starts_with(".to: expected a number, not '4 us'"));
  CHECK(problem("{from: many, to: 4, step: 1}").starts_with(".from: expected a number, or a quantity"));
  CHECK(problem("{from: 1, to: 4, stpe: 1}").find("unknown key 'stpe' (did you mean 'step'?)") !=
        std::string::npos);
}

TEST_CASE("A range of more than 100,000 values is refused before it is made") {
  CHECK(problem("{from: 1, to: 100001, step: 1}") == ": makes more than 100000 values\n");
}

TEST_CASE("A value of a range that the scenario refuses is told at the range") {
  CHECK(errors_of("axes: [{grid: {\"vms[0].count\": {from: -1, to: 1, step: 1}}}]\n") ==
        "s.yaml:4:32: vms[0].count: must be from 1 to 4096, not -1\n"
        "s.yaml:4:32: vms[0].count: must be from 1 to 4096, not 0\n");
}
