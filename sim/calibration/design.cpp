#include "calibration/design.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace kickpath::calibration {

using namespace literals;
using cost::Component;
using cost::CostProfile;

namespace {

constexpr Duration dearer = 1_ns;  // small against what would change the path, large against roundings

}  // namespace

void set_cost(CostProfile& profile, Component component, double ns) {
  profile[component].value = Distribution::fixed(Duration{std::llround(ns * 1e3)});
}

CostProfile flat_profile() {
  CostProfile profile;
  for (const cost::ComponentInfo& entry : cost::components) set_cost(profile, entry.component, 1000);
  set_cost(profile, Component::exit_way_in, 100);  // of what is half an exit
  return profile;
}

std::vector<double> counts(const microbench::Bench& bench, const CostProfile& profile,
                           std::span<const Component> components) {
  const Duration before = bench.run(profile);
  std::vector<double> counts;
  for (const Component component : components) {
    CostProfile other = profile;
    other[component].value.a += dearer;
    counts.push_back(static_cast<double>((bench.run(other) - before).count()) /
                     static_cast<double>(dearer.count()));
  }
  return counts;
}

const std::vector<double>& flat_counts(const microbench::Bench& bench) {
  static std::map<std::string_view, std::vector<double>> remembered;
  const auto [entry, is_new] = remembered.try_emplace(bench.name);
  if (is_new) {
    std::vector<Component> all;
    for (const cost::ComponentInfo& info : cost::components) all.push_back(info.component);
    entry->second = counts(bench, flat_profile(), all);
  }
  return entry->second;
}

std::vector<std::string_view> benchmarks_with(Component component) {
  std::vector<std::string_view> names;
  for (const microbench::Bench& bench : microbench::suite())
    if (flat_counts(bench)[cost::index_of(component)] != 0) names.push_back(bench.name);
  return names;
}

}  // namespace kickpath::calibration
