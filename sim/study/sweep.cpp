#include "study/sweep.hpp"

#include <chrono>
#include <numeric>
#include <unordered_set>

#include "config/fingerprint.hpp"
#include "study/replica_json.hpp"
#include "workers/run_each.hpp"

namespace kickpath::study {

namespace {

using Clock = std::chrono::steady_clock;
using workers::Ending;

constexpr std::chrono::milliseconds between_commits{100};
constexpr std::size_t most_per_process = 32;  ///< runs: a fork costs more than many a run

store::State state_of(Ending::Kind kind) {
  switch (kind) {
    case Ending::Kind::done:
      return store::State::done;
    case Ending::Kind::failed:
      return store::State::failed;
    case Ending::Kind::died:
      return store::State::died;
  }
  return store::State::died;
}

/// {"vms[0].count": 2} on one line.
std::string settings_text(const Settings& settings) {
  config::Node map;
  map.kind = config::Node::Kind::map;
  map.entries = settings;
  return config::canonical(map);
}

bool is_stored(const std::string& key, const States& stored) {
  const auto found = stored.find(key);
  return found != stored.end() && found->second != store::State::died;
}

std::vector<std::uint64_t> all_of(const Runs& runs) {
  std::vector<std::uint64_t> all(runs.size());
  std::iota(all.begin(), all.end(), std::uint64_t{0});
  return all;
}

/// Of `candidates`, those to be run, and how many there are, each key once.
struct Todo {
  Todo(const Runs& runs, const std::vector<std::uint64_t>& candidates, const States& stored) {
    std::unordered_set<std::string> keys;
    for (const std::uint64_t index : candidates) {
      std::string key = runs[index].key;
      const bool is_there = is_stored(key, stored);
      if (keys.insert(std::move(key)).second && !is_there) missing.push_back(index);
    }
    wanted = keys.size();
  }
  std::vector<std::uint64_t> missing;
  std::uint64_t wanted = 0;
};

class Sweep {
 public:
  Sweep(const Study& study, const Runs& runs, store::RunSink& store, const SweepOptions& options)
      : study_(study), runs_(runs), store_(store), options_(options),
        todo_(runs, options.only ? *options.only : all_of(runs), store.states()) {
    count_.wanted = todo_.wanted;
    count_.stored = todo_.wanted - todo_.missing.size();
    committed_ = count_;
  }

  SweepCount run() {
    workers::EachOptions each{options_.jobs, most_per_process, todo_.missing.size()};
    each.on_end = [this](std::size_t index, const Ending& ending) {
      keep(runs_[todo_.missing[index]], ending);
    };
    each.on_wait = [this] { look_up(); };
    try {
      workers::run_each([this] { return next(); }, each);
    } catch (const store::StoreFailed&) {
      throw;
    } catch (...) {
      commit();
      throw;
    }
    commit();
    return committed_;
  }

 private:
  std::optional<workers::Task> next() {
    if (next_ == todo_.missing.size()) return std::nullopt;
    return workers::Task{"", [this, run = runs_[todo_.missing[next_++]]] {
                           return options_.run ? options_.run(run) : replica_json(study_, runs_, run);
                         }};
  }

  void keep(const Run& run, const Ending& ending) {
    store_.put({run.key, settings_text(study_.space.settings(run.point)), run.seed, run.replica,
                state_of(ending.kind), ending.text});
    ++(ending.kind == Ending::Kind::done     ? count_.done
       : ending.kind == Ending::Kind::failed ? count_.failed
                                             : count_.died);
  }

  void look_up() {
    if (Clock::now() - last_commit_ >= between_commits) commit();
    if (options_.progress) options_.progress(committed_);
  }

  void commit() {
    store_.commit();
    committed_ = count_;
    last_commit_ = Clock::now();
  }

  const Study& study_;
  const Runs& runs_;
  store::RunSink& store_;
  const SweepOptions& options_;
  const Todo todo_;
  std::size_t next_ = 0;
  SweepCount count_, committed_;
  Clock::time_point last_commit_ = Clock::now();
};

}  // namespace

std::vector<std::uint64_t> missing_runs(const Runs& runs, const States& stored) {
  return Todo{runs, all_of(runs), stored}.missing;
}

SweepCount sweep(const Study& study, const Runs& runs, store::RunSink& store, const SweepOptions& options) {
  return Sweep{study, runs, store, options}.run();
}

}  // namespace kickpath::study
