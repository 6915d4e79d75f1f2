#pragma once
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "hostfacts/host_use.hpp"
#include "measure/bench.hpp"
#include "results/summary.hpp"

/// The suite is a listed table of groups. A group's benchmarks come from one run of one function, because
/// they belong together (a waker and its wakee) or are too short to be gated alone: /proc/stat has a grain of
/// 10 ms.
namespace kickpath::measure {

struct Entry {
  std::string name;      ///< family.what.where, as in wake.epoll.same_core.wakee
  std::string measures;  ///< from which instant to which
  std::string unit = "ns";
};

struct Group {
  std::vector<Entry> entries;
  /// One Samples per entry, in order. May throw CannotMeasure.
  std::function<std::vector<Samples>(Bench&)> run;
  unsigned cores = 1;          ///< needed
  bool do_vcpus_halt = false;  ///< wider bounds of quiet: hostfacts::is_quiet
  bool sees_looks = false;     ///< what looks at the cores' speed would be in its samples, so there is none meanwhile
};

/// What this machine lacks for a group, which then is skipped with that reason.
struct CannotMeasure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Benchmark {
  std::string name;
  std::string measures;
  std::string unit;
  std::optional<results::Summary> summary;  ///< nothing if there was no sample
  unsigned batch = 1;                       ///< operations behind each sample
  std::optional<bool> is_quiet;             ///< unknown where the host does not say who used it
  std::optional<hostfacts::ForeignLoad> load;
  std::string note;
};

struct SkippedBenchmark {
  std::string name;
  std::string reason;
};

struct SuiteRun {
  std::vector<Benchmark> benchmarks;
  std::vector<SkippedBenchmark> skipped;
  unsigned rejected = 0;  ///< runs of groups thrown away because the host was not quiet
};

struct SuiteSetting {
  hostfacts::TscClock tsc;
  Cores cores;
  Effort effort;
  std::vector<std::string> only;  ///< prefixes of names; none: all
  std::function<std::optional<hostfacts::HostUse>()> host_use;
  /// Are these cores free of neighbours that slow them down? Waits so long for it: hostfacts::wait_until_calm.
  std::function<std::optional<bool>(std::span<const CoreId>, std::chrono::milliseconds)> is_calm;
  /// Begins to look at these cores; what it returns says at the end whether they were calm:
  /// hostfacts::CoreSpeedWatch.
  std::function<std::function<std::optional<bool>()>(std::span<const CoreId>)> watch;
  /// First name of the group that runs, share of the round done. May throw, which ends the suite.
  std::function<void(std::string_view, double)> progress;
};

/// Does `name` begin with one of `prefixes`? Without prefixes every name does.
bool is_wanted(std::string_view name, std::span<const std::string> prefixes);

/// The groups with a wanted benchmark, in order. A group of which one is wanted runs whole.
std::vector<Group> wanted_groups(std::span<const Group> groups, std::span<const std::string> prefixes);

/// The suite, round by round, or group by group: whoever calls may do something else in between.
///
/// A round runs each wanted group once, pinned to cores.home; a benchmark's samples are those of all rounds.
/// A run under foreign load, or in which a neighbour slowed a core down, is thrown away and repeated, up to
/// six runs in all; then the one with the least load is kept and says that it was not quiet. A group that was quiet in some rounds has these alone.
class SuiteRounds {
 public:
  SuiteRounds(std::span<const Group> groups, SuiteSetting setting);
  ~SuiteRounds();

  void round();
  /// The next group alone; after the last one the first.
  void step();
  SuiteRun result() const;

  struct GroupRun {
    std::vector<Samples> samples;
    std::optional<hostfacts::ForeignLoad> load;
    std::optional<bool> is_quiet;
  };
  /// Of a group, over the rounds.
  struct Outcome {
    std::optional<GroupRun> run;
    std::string reason;  ///< why there is none
  };

 private:
  void step_within_round();

  SuiteSetting setting_;
  std::vector<Group> groups_;
  std::vector<Outcome> outcomes_;
  std::size_t next_ = 0;
  unsigned rejected_ = 0;
};

}  // namespace kickpath::measure
