#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/scenario_spec.hpp"
#include "suite/bar_spec.hpp"
#include "variation/settings_shape.hpp"

/// A suite file as plain data (`kickpath.suite/1`): scenarios that differ from a base, and what their
/// predictions must reach.
namespace kickpath::suite {

using variation::Settings;

struct RowSpec {
  std::string name;
  std::string group;                    ///< empty: none
  std::optional<std::string> scenario;  ///< another base, relative to the suite
  Settings set;
};

struct Point {
  std::string label;
  Settings set;
};

/// Rows for all combinations of the points of its axes.
struct GridSpec {
  std::string name;  ///< with "{axis}" where the label of an axis goes
  std::string group;
  std::optional<std::string> scenario;
  Settings set;  ///< of all its rows
  std::vector<std::pair<std::string, std::vector<Point>>> vary;
};

/// The real world that its rows are measured in.
enum class World { kvm, qemu };

/// How long and how often: the simulator needs less than the real thing.
struct Runs {
  scenario::RunSpec sim{Duration{100'000'000'000}, Duration{400'000'000'000}, 3, 1};    // 100 ms, 400 ms
  scenario::RunSpec kvm{Duration{200'000'000'000}, Duration{1'000'000'000'000}, 5, 1};  // 200 ms, 1 s
  scenario::RunSpec qemu = kvm;

  scenario::RunSpec& of(World world) { return world == World::qemu ? qemu : kvm; }
  const scenario::RunSpec& of(World world) const { return world == World::qemu ? qemu : kvm; }
};

/// Paths that change together and are one axis: `{kick: [vms[0].devices[0].kick, ...]}`, with all below them.
using Axes = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct SuiteSpec {
  std::string name;
  std::string description;
  World world = World::kvm;
  std::string scenario;                ///< the base, relative to the suite
  std::optional<std::string> profile;  ///< relative to the suite; none: the base's
  Axes axes;
  std::vector<RowSpec> rows;
  std::vector<GridSpec> grids;
  Runs run;
  double efficiency_bias = 0;  ///< measured operations per CPU second read so much too high, as a share
  std::vector<BarSpec> bars;
};

}  // namespace kickpath::suite
