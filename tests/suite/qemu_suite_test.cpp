#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "process/program.hpp"
#include "suite/axes.hpp"
#include "suite/measured_file.hpp"

using namespace kickpath;

namespace {

suite::Suite qemu_suite() {
  config::Errors errors;
  auto loaded = suite::load_suite(KICKPATH_SOURCES "/validation/suites/qemu.yaml", "", errors);
  INFO(errors.format());
  REQUIRE(loaded);
  return *std::move(loaded);
}

bool has_neighbour(const suite::Row& row, const suite::Suite& suite) {
  return std::any_of(suite.rows.begin(), suite.rows.end(), [&](const suite::Row& other) {
    return suite::single_axis(row.resolved, other.resolved, suite.spec.axes).has_value();
  });
}

}  // namespace

TEST_CASE(
    "The QEMU suite is measured in world qemu; each row is a scenario of its own, one axis from a "
    "neighbour") {
  const suite::Suite suite = qemu_suite();
  CHECK(suite.spec.world == suite::World::qemu);
  CHECK(suite.rows.size() >= 30);
  std::set<std::string> hashes;
  for (const suite::Row& row : suite.rows) {
    INFO(row.name);
    CHECK(hashes.insert(row.hash).second);
    CHECK(has_neighbour(row, suite));
  }
}

TEST_CASE("The stored measurement is of the QEMU suite's rows as they are, all of which ran") {
  const suite::Suite suite = qemu_suite();
  config::Errors errors;
  const auto measured =
      suite::load_measured(KICKPATH_SOURCES "/validation/data/qemu-suite.json", suite, errors);
  INFO(errors.format());
  REQUIRE(measured);
  CHECK(measured->world == suite::World::qemu);
  CHECK(measured->versions.count("qemu") == 1);
  CHECK(measured->rows.size() == suite.rows.size());
  for (const suite::Row& row : suite.rows) {
    INFO(row.name);
    const auto found = std::find_if(measured->rows.begin(), measured->rows.end(),
                                    [&](const auto& stored) { return stored.name == row.name; });
    REQUIRE(found != measured->rows.end());
    CHECK(found->scenario_hash == row.hash);
    CHECK(found->skipped.empty());
    CHECK(found->failed.empty());
  }
}
