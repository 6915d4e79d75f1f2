#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "published.hpp"

using namespace kickpath::testing;

namespace {

/// The committed outcome of a study's cells, "cell metric" -> row (validation/published/net-2010-fit.json).
std::map<std::string, nlohmann::json> rows_of(const char* study) {
  const auto fit =
      nlohmann::json::parse(read_text(KICKPATH_SOURCES "/validation/published/net-2010-fit.json"));
  std::map<std::string, nlohmann::json> rows;
  for (const auto& row : fit.at(study))
    rows[row.at("cell").get<std::string>() + " " + row.at("metric").get<std::string>()] = row;
  return rows;
}

double model(const std::map<std::string, nlohmann::json>& rows, const std::string& key) {
  return rows.at(key).at("model").get<double>();
}

double run_lguest(const std::string& cell, const char* metric) {
  return mean_of(run_published("lguest-2009/" + cell + ".yaml"), metric);
}

}  // namespace

TEST_CASE(
    "The cells of the network studies are the published tables: 36 of netperf, 24 filled; 24 figures of "
    "lguest") {
  const auto netperf = rows_of("netperf");
  CHECK(published_rows("netperf-virtio-net-2010.csv").size() * 3 == netperf.size());
  CHECK(std::count_if(netperf.begin(), netperf.end(),
                      [](const auto& row) { return row.second.at("published").is_number(); }) == 24);
  CHECK(published_rows("lguest-rx-irq-2009.csv").size() * 4 == rows_of("lguest").size());
}

TEST_CASE("Waiting for more packets costs lguest's guest that sends far more than the one that receives") {
  // Published: 11.7 -> 17.1 s sending, 6.6 -> 8.6 s receiving.
  const double sends =
      run_lguest("guest-to-host-0", "bytes_per_s") / run_lguest("guest-to-host-1", "bytes_per_s");
  const double receives =
      run_lguest("host-to-guest-0", "bytes_per_s") / run_lguest("host-to-guest-1", "bytes_per_s");
  CHECK(sends > 1.3);
  CHECK(sends > receives);
}

TEST_CASE("n / pending in whole units bounds a batch of acknowledgements: 1 / pending by 2, 2 by 3, 5 by 6") {
  // With p packets pending the wait is n / p units, rounded down: none from p = n + 1 on.
  // Published: 1.9, 2.8, 5.0.
  CHECK(run_lguest("guest-to-host-1-pending", "packets_per_interrupt") == Approx(2).epsilon(0.01));
  CHECK(run_lguest("guest-to-host-2-pending", "packets_per_interrupt") == Approx(3).epsilon(0.01));
  CHECK(run_lguest("guest-to-host-5-pending", "packets_per_interrupt") == Approx(6).epsilon(0.01));
}

TEST_CASE("The committed outcome of the network studies is what their scenarios give") {
  const auto lguest = rows_of("lguest");
  for (const char* cell : {"guest-to-host-none", "host-to-guest-0", "guest-to-host-5-pending"})
    for (const char* metric : {"bytes_per_s", "packets_per_interrupt"}) {
      INFO(cell << ' ' << metric);
      CHECK(run_lguest(cell, metric) ==
            Approx(model(lguest, std::string("lguest-2009-") + cell + " " + metric)).epsilon(0.01));
    }
  const auto netperf = rows_of("netperf");
  for (const char* cell :
       {"guest-to-host-stream-65536-vhost-net", "guest-to-host-rr-1-virtio-net-ioeventfd"}) {
    INFO(cell);
    const auto row = std::find_if(netperf.begin(), netperf.end(), [&](const auto& entry) {
      return entry.second.at("cell") == std::string("netperf-2010-") + cell;
    });
    REQUIRE(row != netperf.end());
    const std::string metric = row->second.at("metric").get<std::string>();
    const auto result = run_published(std::string("netperf-2010/") + cell + ".yaml");
    CHECK(mean_of(result, metric.c_str()) == Approx(row->second.at("model").get<double>()).epsilon(0.01));
  }
}
