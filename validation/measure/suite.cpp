#include "measure/suite.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "hostfacts/cpu_list.hpp"

namespace kickpath::measure {

namespace {

using GroupRun = SuiteRounds::GroupRun;
using Outcome = SuiteRounds::Outcome;

using namespace std::chrono_literals;

constexpr unsigned most_runs = 6;
constexpr int efforts_of_patience = 4;  // waiting for a neighbour to leave, before each run

std::vector<Samples> run_pinned(const Group& group, Bench& bench) {
  const hostfacts::ScopedPin pin(bench.cores().home);
  std::vector<Samples> samples = group.run(bench);
  if (samples.size() != group.entries.size())
    throw std::logic_error(fmt::format("{}: {} benchmarks gave {} samples", group.entries.front().name,
                                       group.entries.size(), samples.size()));
  return samples;
}

std::vector<CoreId> cores_of(const Group& group, const Cores& cores) {
  std::vector<CoreId> used{cores.home};
  if (group.cores > 1 && cores.other) used.push_back(*cores.other);
  return used;
}

// /proc/stat counts in 10 ms, at either end of an interval: so much may be nobody's.
hostfacts::ForeignLoad beyond_grain(hostfacts::ForeignLoad load, double elapsed) {
  const double grain = 0.02 / elapsed;
  load.foreign = std::copysign(std::max(0.0, std::abs(load.foreign) - grain), load.foreign);
  return load;
}

GroupRun run_once(const Group& group, const SuiteSetting& setting,
                  const std::function<void(double)>& progress) {
  const std::vector<CoreId> cores = cores_of(group, setting.cores);
  setting.is_calm(
      cores, std::chrono::duration_cast<std::chrono::milliseconds>(setting.effort.time * efforts_of_patience));
  Bench bench(setting.tsc, setting.cores, setting.effort, progress);
  std::function<std::optional<bool>()> were_calm = [&] { return setting.is_calm(cores, 0ms); };
  if (!group.sees_looks) were_calm = setting.watch(cores);
  const auto begin = setting.host_use();
  GroupRun run{run_pinned(group, bench), std::nullopt, std::nullopt};
  const auto end = setting.host_use();
  if (begin && end) run.load = hostfacts::foreign_load(*begin, *end);
  if (run.load)
    run.is_quiet = hostfacts::is_quiet(beyond_grain(*run.load, end->at - begin->at), group.do_vcpus_halt) &&
                   were_calm().value_or(true);
  return run;
}

double badness(const GroupRun& run) { return run.load ? std::abs(run.load->foreign) + run.load->steal : 0; }

/// Repeats until quiet; counts what was thrown away.
GroupRun run_until_quiet(const Group& group, const SuiteSetting& setting,
                         const std::function<void(double)>& progress, unsigned& rejected) {
  GroupRun best = run_once(group, setting, progress);
  for (unsigned runs = 1; runs < most_runs && best.is_quiet == false; ++runs) {
    GroupRun next = run_once(group, setting, progress);
    if (next.is_quiet == true || badness(next) < badness(best)) best = std::move(next);
    ++rejected;
  }
  return best;
}

void add_round(GroupRun next, std::optional<GroupRun>& all) {
  const bool is_better = all && all->is_quiet == false && next.is_quiet == true;
  const bool is_worse = all && all->is_quiet == true && next.is_quiet == false;
  if (!all || is_better) {
    all = std::move(next);
  } else if (!is_worse) {
    for (std::size_t i = 0; i < all->samples.size(); ++i) {
      std::vector<double>& values = all->samples[i].values;
      values.insert(values.end(), next.samples[i].values.begin(), next.samples[i].values.end());
      all->samples[i].note = std::move(next.samples[i].note);
    }
    if (badness(next) > badness(*all)) all->load = next.load;
  }
}

void add_benchmarks(const Group& group, const GroupRun& run, const SuiteSetting& setting, SuiteRun& suite) {
  for (std::size_t i = 0; i < group.entries.size(); ++i) {
    const Entry& entry = group.entries[i];
    const Samples& samples = run.samples[i];
    if (!is_wanted(entry.name, setting.only)) continue;
    suite.benchmarks.push_back({entry.name, entry.measures, entry.unit, results::summary_of(samples.values),
                                samples.batch, run.is_quiet, run.load, samples.note});
  }
}

void skip(const Group& group, const SuiteSetting& setting, const std::string& reason, SuiteRun& suite) {
  for (const Entry& entry : group.entries)
    if (is_wanted(entry.name, setting.only)) suite.skipped.push_back({entry.name, reason});
}

void run_round(const Group& group, const SuiteSetting& setting, const std::function<void(double)>& progress,
               unsigned& rejected, Outcome& outcome) {
  if (group.cores > (setting.cores.other ? 2u : 1u)) {
    outcome.reason = fmt::format("needs {} cores", group.cores);
    return;
  }
  if (!outcome.reason.empty()) return;
  try {
    add_round(run_until_quiet(group, setting, progress, rejected), outcome.run);
  } catch (const CannotMeasure& reason) {
    outcome.reason = reason.what();
  }
}

}  // namespace

bool is_wanted(std::string_view name, std::span<const std::string> prefixes) {
  return prefixes.empty() || std::any_of(prefixes.begin(), prefixes.end(),
                                         [&](const std::string& prefix) { return name.starts_with(prefix); });
}

std::vector<Group> wanted_groups(std::span<const Group> groups, std::span<const std::string> prefixes) {
  std::vector<Group> wanted;
  std::copy_if(groups.begin(), groups.end(), std::back_inserter(wanted), [&](const Group& group) {
    return std::any_of(group.entries.begin(), group.entries.end(),
                       [&](const Entry& entry) { return is_wanted(entry.name, prefixes); });
  });
  return wanted;
}

SuiteRounds::SuiteRounds(std::span<const Group> groups, SuiteSetting setting)
    : setting_(std::move(setting)), groups_(wanted_groups(groups, setting_.only)), outcomes_(groups_.size()) {
}

SuiteRounds::~SuiteRounds() = default;

void SuiteRounds::round() {
  for (next_ = 0; next_ < groups_.size();) step_within_round();
  next_ = 0;
}

void SuiteRounds::step() {
  if (groups_.empty()) return;
  step_within_round();
  if (next_ == groups_.size()) next_ = 0;
}

void SuiteRounds::step_within_round() {
  const std::size_t i = next_++;
  const auto progress = [&](double done) {
    const double all = static_cast<double>(groups_.size());
    if (setting_.progress)
      setting_.progress(groups_[i].entries.front().name, (static_cast<double>(i) + done) / all);
  };
  progress(0);
  run_round(groups_[i], setting_, progress, rejected_, outcomes_[i]);
}

SuiteRun SuiteRounds::result() const {
  SuiteRun suite;
  suite.rejected = rejected_;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (outcomes_[i].run)
      add_benchmarks(groups_[i], *outcomes_[i].run, setting_, suite);
    else
      skip(groups_[i], setting_, outcomes_[i].reason, suite);
  }
  return suite;
}

}  // namespace kickpath::measure
