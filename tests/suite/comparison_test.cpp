#include "suite/comparison.hpp"

#include <catch2/catch.hpp>

#include "compared_rows.hpp"

using namespace kickpath;
using namespace kickpath::suite;

namespace {

Suite one_row() {
  Suite suite;
  suite.rows.emplace_back();
  suite.rows[0].name = "a";
  suite.rows[0].hash = "h";
  return suite;
}

MeasuredRow measured_row_of(double throughput, std::size_t n = 5) {
  MeasuredRow row;
  row.name = "a";
  row.scenario_hash = "h";
  row.totals.estimates[results::metric_index("ops_per_s")] = measured_as(throughput);
  row.totals.estimates[results::metric_index("ops_per_s")]->n = n;
  row.totals.estimates[results::metric_index("ops_per_cpu_s")] = measured_as(throughput);
  return row;
}

ComparedRow compared(const MeasuredRow& row, const Suite& suite = one_row()) {
  Prediction prediction;
  prediction[Metric::throughput] = prediction[Metric::efficiency] = Predicted{105, 4};
  Measured measured;
  measured.run.replicas = 5;
  measured.rows = {row};
  return compare(suite, {prediction}, measured)[0];
}

}  // namespace

TEST_CASE("The error is the prediction's, as a share of the measured median") {
  const ComparedRow row = compared(measured_row_of(100));
  CHECK(row.unjudged.empty());
  CHECK(*row.error(Metric::throughput) == Approx(0.05));
  CHECK(*row.covers(Metric::throughput) == false);
  CHECK(*compared(measured_row_of(101)).covers(Metric::throughput) == true);  // 105 - 4
  CHECK(!row.error(Metric::p99));
  CHECK(!row.covers(Metric::p99));
}

TEST_CASE("A row is judged from half of the wanted repeats on") {
  CHECK(compared(measured_row_of(100, 3)).unjudged.empty());
  const ComparedRow few = compared(measured_row_of(100, 2));
  CHECK(few.unjudged == "too few clean repeats (2 of 5)");
  CHECK(!few.error(Metric::throughput));
  MeasuredRow none = measured_row_of(100);
  none.totals = {};
  CHECK(compared(none).unjudged == "too few clean repeats (0 of 5)");
}

TEST_CASE("A row whose scenario has changed since is stale, and not compared") {
  MeasuredRow row = measured_row_of(100);
  row.scenario_hash = "other";
  CHECK(compared(row).unjudged.find("stale") == 0);
  CHECK(!compared(row).measured[Metric::throughput]);
}

TEST_CASE("Rows that were not measured say why") {
  MeasuredRow row = measured_row_of(100);
  row.skipped = "this host lets the run use 1 core";
  CHECK(compared(row).unjudged == "skipped: this host lets the run use 1 core");
  CHECK(!compared(row).has_failed);
  row.skipped.clear();
  row.failed = "vm0 completed nothing";
  CHECK(compared(row).unjudged == "failed: vm0 completed nothing");
  CHECK(compared(row).has_failed);
  row.name = "b";
  CHECK(compared(row).unjudged == "not measured");
}

TEST_CASE("The host's bias is taken out of the measured efficiency, and of nothing else") {
  // reads 5 % too high: 105 is 100
  Suite suite = one_row();
  suite.spec.efficiency_bias = 0.05;
  const ComparedRow row = compared(measured_row_of(105), suite);
  CHECK(row.measured[Metric::efficiency]->median == Approx(100));
  CHECK(*row.error(Metric::efficiency) == Approx(0.05));
  CHECK(*row.error(Metric::throughput) == Approx(0).margin(1e-12));
}
