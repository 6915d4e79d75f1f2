#include "report/store_sweep.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

#include "config/document.hpp"
#include "report/demands.hpp"
#include "report/quantity.hpp"
#include "results/metric_table.hpp"
#include "store/store.hpp"
#include "study/figures.hpp"
#include "study/space.hpp"

namespace kickpath::report {

namespace {

/// What tells the sweeps of a store apart.
struct Identity {
  std::string scenario, profile, profile_hash;
  std::map<std::string, std::string> versions;
  friend auto operator<=>(const Identity&, const Identity&) = default;
};

/// The runs of one point.
struct Replicas {
  std::map<std::uint32_t, study::Figures> done;  ///< by replica: sums come out as the sweep's own
  std::uint64_t failed = 0;
  std::string failure;
};

using Settings = std::map<std::string, std::string>;
using Points = std::map<std::string, Replicas>;  ///< by the settings as stored

/// Failed runs do not say whose they are.
struct Stored {
  std::map<Identity, Points> sweeps;
  Points failures;
};

Identity identity_of(const Json& result) {
  const bool has_profile = result.contains("profile") && result["profile"].is_object();
  return {result["scenario"]["name"], has_profile ? result["profile"]["name"] : "",
          has_profile ? result["profile"]["hash"] : "", result["versions"]};
}

void take_result(const store::RunRecord& run, const std::string& file, Stored& stored,
                 config::Errors& errors) {
  const std::string place = fmt::format("{}: run {}", file, run.key);
  config::Errors found;
  const auto result = parse_json(run.text, place, found);
  const std::string schema = result ? schema_of(*result) : "";
  if (result && schema != info(Kind::result).schema)
    found.add(whole(place), "", refusal(schema));
  else if (result)
    check(*result, Kind::result, place, found);
  errors.add(found);
  if (!result || !found.empty()) return;
  stored.sweeps[identity_of(*result)][run.settings].done[run.replica] =
      study::figures_of(nlohmann::json(*result));
}

Stored read_runs(const std::string& file, config::Errors& errors) {
  constexpr std::size_t most_told = 20;
  Stored stored;
  store::Store(file).for_each([&](const store::RunRecord& run) {
    if (errors.size() >= most_told) return;
    if (run.state == store::State::done) return take_result(run, file, stored, errors);
    Replicas& point = stored.failures[run.settings];
    if (++point.failed == 1) point.failure = run.text;
  });
  return stored;
}

/// Where there is one sweep they are its own; of several none can be told.
void assign_failures(Stored& stored) {
  if (stored.sweeps.empty()) stored.sweeps[{"", "", "", {}}];
  for (auto& [settings, failed] : stored.failures)
    for (auto& [identity, points] : stored.sweeps)
      if (stored.sweeps.size() == 1 || points.contains(settings)) {
        points[settings].failed += failed.failed;
        points[settings].failure = failed.failure;
      }
}

std::map<std::string, Settings> parse_settings(const Points& points, const std::string& file,
                                               config::Errors& errors) {
  std::map<std::string, Settings> all;
  for (const auto& [text, replicas] : points) {
    Settings& settings = all[text];
    const config::Document document = config::parse_text(text, file + ": settings", errors);
    if (!document.root) continue;
    for (const config::Entry& entry : document.root->entries)
      settings[entry.key] = study::value_text(*entry.value);
  }
  return all;
}

/// Paths of what differs go to the axes, the others to `fixed`.
void split(const std::map<std::string, Settings>& points, Sweep& sweep) {
  Settings first = points.begin()->second;
  for (const auto& [text, settings] : points) first.insert(settings.begin(), settings.end());
  for (const auto& [path, value] : first) {
    const bool is_same = std::all_of(points.begin(), points.end(), [&](const auto& point) {
      const auto found = point.second.find(path);
      return found != point.second.end() && found->second == value;
    });
    if (is_same)
      sweep.fixed.emplace_back(path, value);
    else
      sweep.axes.push_back(path);
  }
}

std::vector<study::Figures> in_order(const Replicas& replicas) {
  std::vector<study::Figures> figures;
  for (const auto& [replica, of_one] : replicas.done) figures.push_back(of_one);
  return figures;
}

std::optional<results::Estimate> estimate(const std::vector<study::Figures>& replicas, std::size_t metric) {
  std::vector<double> values;
  for (const study::Figures& figures : replicas)
    if (figures[metric]) values.push_back(*figures[metric]);
  return results::summarize(values);
}

SweepPoint point_of(const Replicas& replicas, const Settings& settings, const Sweep& sweep,
                    const std::vector<study::Constraint>& slos) {
  SweepPoint point;
  for (const std::string& axis : sweep.axes) {
    const auto found = settings.find(axis);
    point.settings.push_back(found == settings.end() ? "" : found->second);
  }
  const auto figures = in_order(replicas);
  point.done = figures.size();
  point.failed = replicas.failed;
  point.failure = replicas.failure;
  for (std::size_t i = 0; i < results::metric_count; ++i) point.figures.push_back(estimate(figures, i));
  for (const study::Constraint& slo : slos)
    point.verdicts.emplace_back(study::to_text(judge(slo, study::evaluate(slo.expression, figures))));
  return point;
}

bool comes_before(const SweepPoint& a, const SweepPoint& b) {
  return std::lexicographical_compare(
      a.settings.begin(), a.settings.end(), b.settings.begin(), b.settings.end(),
      [](const std::string& x, const std::string& y) { return report::comes_before(x, y); });
}

/// Metrics that no point knows are none of the sweep's.
void name_figures(Sweep& sweep) {
  for (std::size_t i = results::metric_count; i-- > 0;) {
    const bool is_known = std::any_of(sweep.points.begin(), sweep.points.end(),
                                      [&](const SweepPoint& point) { return point.figures[i].has_value(); });
    const results::MetricRow& metric = results::metric_table[i];
    const std::string key(metric.key);
    if (is_known)
      sweep.figures.insert(sweep.figures.begin(), {key, key, study::is_smaller_better(metric)});
    else
      for (SweepPoint& point : sweep.points)
        point.figures.erase(point.figures.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

Sweep sweep_of(const Identity& identity, const Points& points, const std::string& file,
               const std::vector<study::Constraint>& slos, config::Errors& errors) {
  Sweep sweep;
  sweep.file = file;
  sweep.source = "store";
  sweep.name = identity.scenario;
  sweep.profile = identity.profile;
  sweep.profile_hash = identity.profile_hash;
  sweep.versions = identity.versions;
  for (const study::Constraint& slo : slos) sweep.constraints.push_back(understood(slo.text));
  const auto settings = parse_settings(points, file, errors);
  split(settings, sweep);
  for (const auto& [text, replicas] : points)
    sweep.points.push_back(point_of(replicas, settings.at(text), sweep, slos));
  std::stable_sort(sweep.points.begin(), sweep.points.end(),
                   [](const SweepPoint& a, const SweepPoint& b) { return comes_before(a, b); });
  name_figures(sweep);
  return sweep;
}

}  // namespace

std::vector<Sweep> read_store(const std::string& file, const std::vector<study::Constraint>& slos,
                              config::Errors& errors) {
  config::Errors found;
  Stored stored = read_runs(file, found);
  if (found.empty() && stored.sweeps.empty() && stored.failures.empty())
    found.add(whole(file), "", "the store holds no runs");
  std::vector<Sweep> sweeps;
  if (found.empty()) {
    assign_failures(stored);
    for (const auto& [identity, points] : stored.sweeps)
      sweeps.push_back(sweep_of(identity, points, file, slos, found));
  }
  errors.add(found);
  return sweeps;
}

}  // namespace kickpath::report
