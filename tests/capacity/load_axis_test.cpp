#include "capacity/load_axis.hpp"

#include <catch2/catch.hpp>

#include "sample_study.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using capacity::AxisChoice;
using capacity::LoadAxis;

namespace {

struct Read {
  explicit Read(const std::string& body, const AxisChoice& choice = {}) {
    study = folder.load(study_text(body));
    INFO(folder.errors);
    REQUIRE(study);
    config::Errors found;
    axis = LoadAxis::of(*study, choice, found);
    errors = found.format();
    errors.erase(0, errors.empty() ? 0 : folder.scratch.path("").size());
  }

  std::vector<std::string> values() const {
    std::vector<std::string> texts;
    for (const capacity::Level& level : axis->levels()) texts.push_back(level.text);
    return texts;
  }

  StudyFolder folder;
  std::optional<study::Study> study;
  std::optional<LoadAxis> axis;
  std::string errors;
};

using Texts = std::vector<std::string>;

const std::string open_loop =
    "set: {\"vms[0].workload\": {kind: open-loop, arrivals: {exponential: 1 ms}}}\n";

}  // namespace

TEST_CASE("Counts rise with the load, whatever their order, each once") {
  const Read read("axes: [{grid: {\"vms[0].count\": [8, 1, 2, 8]}}]\n");
  CHECK(read.values() == Texts{"1", "2", "8"});
  CHECK(read.axis->levels()[2].load == 8);
  CHECK(read.axis->rows() == 1);
  CHECK(read.study->space.coordinates(read.axis->point(0, 2))[0].value->text == "8");
}

TEST_CASE("The shorter the time between arrivals, the larger the load: its rate") {
  const Read read(open_loop +
                  "axes: [{grid: {\"vms[0].workload.arrivals.exponential\": [100 us, 1 ms, 500 us]}}]\n");
  CHECK(read.values() == Texts{"1 ms", "500 us", "100 us"});
  CHECK(read.axis->is_falling());
  CHECK(read.axis->levels()[0].value == Approx(1e-3));
  CHECK(read.axis->levels()[0].load == Approx(1'000));
  CHECK(read.axis->position_of("0.5 ms") == 1u);
  CHECK(!read.axis->position_of("200 us"));
  CHECK(!read.axis->position_of("5"));
}

TEST_CASE("A law of one parameter is a load too") {
  const Read read(
      open_loop +
      "axes: [{grid: {\"vms[0].workload.arrivals\": [{exponential: 100 us}, {exponential: 1 ms}]}}]\n");
  REQUIRE(read.axis);
  CHECK(read.axis->levels()[0].value == Approx(1e-3));
  CHECK(read.axis->position_of("100 us") == 1u);
}

TEST_CASE("Whether smaller values are more load can be said") {
  const std::string compute = "axes: [{grid: {\"vms[0].workload.compute\": [0 us, 10 us]}}]\n";
  CHECK(Read(compute).values() == Texts{"0 us", "10 us"});
  const Read falling(compute, {"", true});
  CHECK(falling.values() == Texts{"10 us", "0 us"});
  CHECK(falling.axis->levels()[0].load < falling.axis->levels()[1].load);  // no rate, for there is a 0
}

TEST_CASE("The other axes' combinations are rows, and each has its points") {
  const Read read(
      "axes:\n  - grid: {\"vms[0].vcpus\": [1, 2], \"vms[0].count\": [1, 2, 3], \"vms[0].nice\": [0, 1]}\n");
  REQUIRE(read.axis);
  CHECK(read.axis->path() == "vms[0].count");
  CHECK(read.axis->rows() == 4);
  CHECK(read.axis->other_paths(*read.study) == Texts{"vms[0].vcpus", "vms[0].nice"});
  std::vector<std::string> rows, points;
  for (std::uint64_t row = 0; row < 4; ++row) {
    rows.push_back(study::to_text(read.axis->settings(*read.study, row)));
    points.push_back(study::to_text(read.study->space.coordinates(read.axis->point(row, 2))));
  }
  CHECK(rows == Texts{"vms[0].vcpus=1, vms[0].nice=0", "vms[0].vcpus=1, vms[0].nice=1",
                      "vms[0].vcpus=2, vms[0].nice=0", "vms[0].vcpus=2, vms[0].nice=1"});
  CHECK(points == Texts{"vms[0].vcpus=1, vms[0].count=3, vms[0].nice=0",
                        "vms[0].vcpus=1, vms[0].count=3, vms[0].nice=1",
                        "vms[0].vcpus=2, vms[0].count=3, vms[0].nice=0",
                        "vms[0].vcpus=2, vms[0].count=3, vms[0].nice=1"});
}

TEST_CASE("Paths that advance together are one axis, by the first that is a load") {
  const Read read("axes: [{zip: {\"vms[0].vcpus\": [2, 1], \"vms[0].count\": [1, 5]}}]\n");
  CHECK(read.axis->path() == "vms[0].count");
  CHECK(read.axis->rows() == 1);
  CHECK(read.axis->settings(*read.study, 0).empty());
}

TEST_CASE("Which axis is the load must be clear, or said") {
  const std::string two =
      "axes: [{grid: {\"vms[0].count\": [1, 2], \"vms[0].workload.queue_depth\": [1, 2]}}]\n";
  CHECK(Read(two).errors ==
        "s.yaml:4:7: axes: which one is the load? --axis says it (may be vms[0].count, "
        "vms[0].workload.queue_depth)\n");
  CHECK(Read(two, {"vms[0].workload.queue_depth", false}).axis->path() == "vms[0].workload.queue_depth");
  CHECK(Read(two, {"vms[0].cuont", false}).errors ==
        "s.yaml:4:7: axes: no axis varies vms[0].cuont (there are vms[0].count, "
        "vms[0].workload.queue_depth)\n");
  CHECK(Read("axes: [{grid: {\"vms[0].nice\": [0, 1], \"vms[0].vcpus\": [1, 2]}}]\n").errors ==
        "s.yaml:4:7: axes: which one is the load? --axis says it (there are vms[0].nice, vms[0].vcpus)\n");
  CHECK(Read("").errors == "s.yaml:1:1: axes: capacity needs an axis: the load, as in vms[0].count\n");
  CHECK(Read("axes: [{grid: {\"vms[0].count\": [1, 2]}}, {list: [{\"vms[0].count\": 3}, {\"vms[0].vcpus\": "
             "2}]}]\n")
            .errors == "s.yaml:4:7: axes: several axes vary vms[0].count\n");
}

TEST_CASE("A list whose rows set different paths is no load, whatever its first row sets") {
  CHECK(Read("axes: [{list: [{\"vms[0].count\": 1}, {\"vms[0].vcpus\": 2}]}]\n").errors ==
        "s.yaml:4:7: axes: which one is the load? --axis says it (there are vms[0].count, vms[0].vcpus)\n");
}

TEST_CASE("Values that are no numbers of one kind are told at their place") {
  CHECK(Read("axes: [{grid: {\"vms[0].placement.servers\": [same-core, other-core]}}]\n")
            .errors.starts_with(
                "s.yaml:4:45: vms[0].placement.servers: a load is a number, a quantity, or a law"));
  CHECK(Read(open_loop + "axes: [{grid: {\"vms[0].workload.arrivals\": [1 ms, {exponential: 1 ms}]}}]\n")
            .errors ==
        "s.yaml:5:51: vms[0].workload.arrivals: is not of the kind of the first value, '1 ms'\n");
}
