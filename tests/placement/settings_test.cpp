#include "placement/settings.hpp"

#include <set>

#include "host/run_queue_catalogue.hpp"
#include "host/steering.hpp"
#include "sample_space.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

std::vector<std::string> changes(const std::string& text, const placement::Varying& varying) {
  std::string problem;
  std::vector<std::string> all;
  for (const auto& settings : placement::all_settings(spec_of(text), varying, problem)) {
    all.emplace_back();
    for (const std::string& change : settings.changes)
      all.back() += (all.back().empty() ? "" : ", ") + change;
  }
  return all;
}

constexpr placement::Varying policy{false, false, true, false, false};
constexpr placement::Varying poll{false, false, false, true, false};
constexpr placement::Varying halt_poll{false, false, false, false, true};

}  // namespace

TEST_CASE("Every policy of the catalogue is tried, the given one as given") {
  const auto found = changes(scenario_text("{cores: 2, scheduler: cfs}", {1}), policy);
  CHECK(found.size() == host::policies().size() + host::steerings().size());
  CHECK(found[0].empty());
  const std::set<std::string> all(found.begin(), found.end());
  CHECK(all.count("policy eevdf") == 1);
  CHECK(all.count("policy colocate") == 1);
  CHECK(all.count("policy core-per-iothread") == 1);
  CHECK(all.count("policy cfs") == 0);
}

TEST_CASE("A steering stands on the given policy") {
  std::string problem;
  const auto all =
      placement::all_settings(spec_of(scenario_text("{cores: 2, scheduler: cfs}", {1})), policy, problem);
  for (const auto& settings : all)
    if (settings.changes == std::vector<std::string>{"policy colocate"})
      CHECK(settings.spec.machine.host.scheduler.base == "cfs");
}

TEST_CASE("What the scenario's other keys refuse is left out") {
  const auto found = changes(scenario_text("{cores: 2, autogroup: true}", {1}), policy);
  CHECK(std::find(found.begin(), found.end(), "policy fifo") == found.end());
  CHECK(std::find(found.begin(), found.end(), "policy cfs") != found.end());
}

TEST_CASE("Polls that the scenario has already are not told twice") {
  using Changes = std::vector<std::string>;
  CHECK(changes(scenario_text("{cores: 2}", {1}), poll) == Changes{"", "poll 32 us", "poll always"});
  CHECK(changes(scenario_text("{cores: 2}", {1}), halt_poll) ==
        Changes{"", "halt_poll 0 us", "halt_poll 50 us"});
  CHECK(changes(scenario_text("{cores: 2}", {1}, "halt_poll: {max: 7 us}"), halt_poll) ==
        Changes{"", "halt_poll 0 us", "halt_poll 50 us", "halt_poll 200 us"});
}

TEST_CASE("Choices are combined") {
  const placement::Varying two{false, false, false, true, true};
  CHECK(changes(scenario_text("{cores: 2}", {1}), two).size() == 3 * 3);
}

TEST_CASE("Without an iothread there is no poll to vary") {
  std::string problem;
  placement::all_settings(
      spec_of("schema: kickpath.scenario/1\nname: s\nhost: {cores: 2}\nvms:\n"
              "  - {name: vm, devices: [{name: ring, server: {kind: vhost}}], workload: {kind: "
              "closed-loop}}\n"),
      poll, problem);
  CHECK(problem == "--vary poll: the scenario has no iothread that could poll");
}
