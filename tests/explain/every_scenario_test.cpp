#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "explain/attribute.hpp"
#include "scenario/load.hpp"

using namespace kickpath;
using namespace kickpath::literals;

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> scenarios_in(const char* folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SCENARIOS) / folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

struct Loaded {
  scenario::ScenarioSpec spec;
  cost::CostProfile profile;
};

/// Shorter than it says, with one replica.
Loaded load(const fs::path& file) {
  config::Errors errors;
  auto scenario = scenario::load_scenario(file, {}, errors);
  const auto profile =
      scenario::load_profile(scenario::profile_path(file, scenario->value.profile.value()), errors);
  REQUIRE(errors.empty());
  scenario->value.run.warmup = std::min(scenario->value.run.warmup, 10_ms);
  scenario->value.run.duration = std::min(scenario->value.run.duration, 40_ms);
  scenario->value.run.replicas = 1;
  return {scenario->value, profile->value};
}

void check(const fs::path& file) {
  CAPTURE(file.string());
  const Loaded loaded = load(file);
  const explain::Replica replica = explain::attribute(loaded.spec, loaded.profile, {}).front();
  const results::Replica unwatched = scenario::simulate(loaded.spec, loaded.profile, {}).front();
  for (std::size_t i = 0; i < unwatched.vms.size(); ++i)
    CHECK(replica.counted.vms[i].counts == unwatched.vms[i].counts);
  Duration all{}, lost{};
  for (const trace::OperationTime& time : replica.attribution.operations) {
    CHECK(time.split.sum() == time.latency);
    all += time.latency;
    lost += time.split[trace::Part::other];
  }
  CHECK(lost * 100 <= all);
  REQUIRE(replica.attribution.cores.size() == replica.counted.cores.size());
  for (std::size_t i = 0; i < replica.attribution.cores.size(); ++i) {
    const trace::CoreTime& core = replica.attribution.cores[i];
    CHECK(core.split.sum() == replica.attribution.measured);
    CHECK(core.split.sum() - core.split[trace::Part::idle] - core.split[trace::Part::idle_exit] ==
          replica.counted.cores[i].busy);
    CHECK(core.split[trace::Part::other] == Duration::zero());
  }
}

}  // namespace

TEST_CASE(
    "In every smoke scenario parts sum to latencies and core times, and a watched run is the same run") {
  for (const fs::path& file : scenarios_in("smoke")) check(file);
}

TEST_CASE("And so they do in the scenario of every mechanism") {
  for (const fs::path& file : scenarios_in("mechanisms")) check(file);
}
