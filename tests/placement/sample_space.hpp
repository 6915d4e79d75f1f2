#pragma once
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "config/document.hpp"
#include "placement/place.hpp"
#include "scenario/load.hpp"

namespace kickpath::testing {

/// A scenario of groups of VMs with one vcpu and one iothread each, `rest` at its end.
inline std::string scenario_text(const std::string& host, const std::vector<int>& counts,
                                 const std::string& vm = "", const std::string& rest = "") {
  std::string text = "schema: kickpath.scenario/1\nname: base\nhost: " + host + "\nvms:\n";
  for (std::size_t g = 0; g < counts.size(); ++g)
    text +=
        "  - {name: " + std::string(1, static_cast<char>('a' + g)) + ", count: " + std::to_string(counts[g]) +
        ", devices: [{name: ring}], workload: {kind: closed-loop}" + (vm.empty() ? "" : ", " + vm) + "}\n";
  return text + rest;
}

inline scenario::ScenarioSpec spec_of(const std::string& text) {
  config::Errors errors;
  const auto loaded = scenario::read_scenario(config::parse_text(text, "s.yaml", errors).root, errors);
  INFO(errors.format());
  REQUIRE(loaded);
  return loaded->value;
}

constexpr placement::Varying both{true, true, false, false, false};

inline placement::Space space_of(const std::string& text, const placement::Varying& varying = both) {
  std::string problem;
  placement::Space space(spec_of(text), varying, problem);
  INFO(problem);
  REQUIRE(problem.empty());
  return space;
}

inline std::vector<placement::Candidate> all_of(const placement::Space& space) {
  return *space.all(1'000'000);
}

inline std::size_t size_of(const std::string& text, const placement::Varying& varying = both) {
  return all_of(space_of(text, varying)).size();
}

/// ops_per_s of a candidate in a replica, in place of a run. The given scenario outside of the space has
/// none.
using Landscape = std::function<double(const placement::Candidate&, std::uint32_t replica)>;

inline placement::Evaluate evaluate_by(const Landscape& landscape) {
  return [landscape](std::span<const placement::Job> jobs) {
    std::vector<placement::Observation> observations;
    for (const placement::Job& job : jobs) {
      placement::Observation observation;
      observation.figures[results::metric_index("ops_per_s")] =
          job.candidate ? landscape(*job.candidate, job.replica) : 1.0;
      observations.push_back(observation);
    }
    return observations;
  };
}

inline placement::Aim most_operations() {
  return {{"ops_per_s", *study::Expression::parse("ops_per_s"), false}, {}};
}

/// Any number in [0, 1), the same for the same arguments.
inline double noise(std::uint64_t a, std::uint64_t b) {
  std::uint64_t z = a * 0x9e3779b97f4a7c15u + b * 0xbf58476d1ce4e5b9u + 0x94d049bb133111ebu;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

inline std::uint64_t number_of(const placement::Candidate& candidate) {
  std::uint64_t number = candidate.mode * 1'000 + candidate.settings;
  for (const std::uint32_t core : candidate.cores) number = number * 1'000'003 + core + 1;
  return number;
}

}  // namespace kickpath::testing
