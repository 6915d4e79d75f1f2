#include "placement/space.hpp"

#include <set>

#include "placement/placement_words.hpp"
#include "sample_space.hpp"
#include "seating/seats.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using placement::Candidate;
using placement::Varying;

namespace {

constexpr Varying vcpus_only{true, false, false, false, false};
constexpr Varying servers_only{false, true, false, false, false};

std::set<std::string> texts(const std::string& text, const Varying& varying = both) {
  const placement::Space space = space_of(text, varying);
  std::set<std::string> found;
  for (const Candidate& candidate : all_of(space)) found.insert(space.text_of(candidate));
  return found;
}

}  // namespace

TEST_CASE("One VM on two cores: all bound, vcpu or server alone bound, or nothing") {
  // S(2,1) + S(2,2) = 2 ways to bind both, 1 each to bind one, 1 to bind none
  CHECK(texts(scenario_text("{cores: 2}", {1})) ==
        std::set<std::string>{"a: vcpus spread, servers same-core", "a: vcpus spread, servers other-core",
                              "a: vcpus spread, servers any", "a: vcpus any, servers 0",
                              "a: vcpus any, servers any"});
}

TEST_CASE("Equal VMs of a group are one kind, VMs of two groups are not") {
  // both bound: 8 of Stirling for different VMs; for equal ones those 8 less the exchanges of a and b
  CHECK(size_of(scenario_text("{cores: 2}", {1, 1})) == 8 + 2 + 2 + 1);
  // {00 00} {00 01} {00 10} {00 11} {01 01} {01 10}
  CHECK(size_of(scenario_text("{cores: 2}", {2})) == 6 + 2 + 2 + 1);
}

TEST_CASE("What is not varied stays: servers follow their vcpus, or stay where they are") {
  CHECK(
      texts(scenario_text("{cores: 2}", {2}, "placement: {vcpus: spread, servers: same-core}"), vcpus_only) ==
      std::set<std::string>{"a: vcpus 0 0, servers same-core", "a: vcpus spread, servers same-core"});
  // vm 0's server on core 0 and vm 1's on core 1: all 4 lists differ, and vcpus may be unbound
  CHECK(size_of(scenario_text("{cores: 2}", {2}, "placement: {servers: [0, 1]}"), vcpus_only) == 4 + 1);
  // vcpus spread: all 4 lists of servers differ, and none bound
  CHECK(size_of(scenario_text("{cores: 2}", {2}, "placement: {vcpus: spread}"), servers_only) == 4 + 1);
}

TEST_CASE("Servers on the next core tell cores apart where there are more than two") {
  const std::string other = "placement: {vcpus: spread, servers: other-core}";
  CHECK(size_of(scenario_text("{cores: 2}", {1}, other), vcpus_only) == 1);
  CHECK(size_of(scenario_text("{cores: 3}", {1}, other), vcpus_only) == 3);
}

TEST_CASE("A hog on a core and a device without a thread count") {
  const std::string hog = "background: [{name: hog, placement: [0]}]\n";
  // vcpu with the hog or not, server with the hog or not: 4; one of them: 2 each; none: 1
  CHECK(size_of(scenario_text("{cores: 2}", {1}, "", hog)) == 4 + 2 + 2 + 1);
  const std::string inline_served =
      "schema: kickpath.scenario/1\nname: s\nhost: {cores: 2}\nvms:\n  - {name: vm, devices: [{name: ring, "
      "kick: "
      "userspace-pio, server: {kind: vcpu}}], workload: {kind: closed-loop}}\n";
  CHECK(size_of(inline_served) == 2);  // vcpu bound or not
}

TEST_CASE("The given scenario is one of the space, whatever cores and words it says it with") {
  for (const std::string given :
       {"placement: {vcpus: spread, servers: other-core}", "placement: {vcpus: [1, 0], servers: [0, 1]}"}) {
    const placement::Space space = space_of(scenario_text("{cores: 2}", {2}, given));
    REQUIRE(space.given());
    CHECK(space.given()->cores == placement::Cores{0, 1, 1, 0});
    const auto all = all_of(space);
    CHECK(std::count(all.begin(), all.end(), *space.given()) == 1);
    // and is run as it was written
    CHECK(seating::seats(space.spec_of(*space.given()).machine)[0].vcpus ==
          seating::seats(space.given_spec().machine)[0].vcpus);
  }
}

TEST_CASE("A scenario that binds some of its VMs only is outside of the space") {
  const std::string mixed =
      "schema: kickpath.scenario/1\nname: s\nhost: {cores: 2}\nvms:\n"
      "  - {name: a, devices: [{name: ring}], workload: {kind: closed-loop}, placement: {vcpus: [0]}}\n"
      "  - {name: b, devices: [{name: ring}], workload: {kind: closed-loop}}\n";
  CHECK(!space_of(mixed).given());
}

TEST_CASE("A candidate's scenario seats its threads where the candidate says") {
  const placement::Space space = space_of(scenario_text("{cores: 3}", {2, 1}));
  for (const Candidate& candidate : all_of(space)) {
    if (candidate.cores.size() != 6) continue;
    const auto seats = seating::seats(space.spec_of(candidate).machine);
    for (std::size_t vm = 0; vm < 3; ++vm) {
      CHECK(seats[vm].vcpus[0] == host::CoreSet::only(CoreId{candidate.cores[2 * vm]}));
      CHECK(seats[vm].servers[0][0] == host::CoreSet::only(CoreId{candidate.cores[2 * vm + 1]}));
    }
  }
}

TEST_CASE("Words say what lists said") {
  const placement::Space space = space_of(scenario_text("{cores: 4}", {3}));
  for (const Candidate& candidate : all_of(space)) {
    const vm::MachineSpec listed = space.spec_of(candidate).machine;
    const vm::MachineSpec said = placement::with_placement_words(listed);
    const auto a = seating::seats(listed), b = seating::seats(said);
    for (std::size_t vm = 0; vm < a.size(); ++vm)
      CHECK((a[vm].vcpus == b[vm].vcpus && a[vm].servers == b[vm].servers));
  }
}

TEST_CASE("Every candidate can be reached from every other in single steps") {
  const placement::Space space = space_of(scenario_text("{cores: 3}", {3}), {true, true, true, true, false});
  const auto all = all_of(space);
  std::set<Candidate> reached{all.front()};
  std::vector<Candidate> todo{all.front()};
  while (!todo.empty()) {
    const Candidate from = todo.back();
    todo.pop_back();
    for (const Candidate& raw : space.neighbours(from)) {
      const Candidate step = space.canonical(raw);
      if (reached.insert(step).second) todo.push_back(step);
    }
  }
  CHECK(reached == std::set<Candidate>(all.begin(), all.end()));
}

TEST_CASE("What cannot be varied is said") {
  std::string problem;
  const placement::Space space(
      spec_of("schema: kickpath.scenario/1\nname: s\nhost: {cores: 2}\nvms:\n  - {name: vm, devices: [{name: "
              "ring, "
              "kick: userspace-pio, server: {kind: vcpu}}], workload: {kind: closed-loop}}\n"),
      servers_only, problem);
  CHECK(problem == "--vary servers: no VM of the scenario has a server thread of its own");
}
