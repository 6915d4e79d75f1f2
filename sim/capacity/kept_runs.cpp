#include "capacity/kept_runs.hpp"

#include <nlohmann/json.hpp>

#include "study/figures.hpp"

namespace kickpath::capacity {

namespace {

constexpr double worth_naming = 1e-4;  ///< share of a core below which a task is left out

/// From a `kickpath.result/1` of one replica.
Observation observation_from(const nlohmann::json& result) {
  Observation observation;
  observation.figures = study::figures_of(result);
  for (const auto& entry : result.at("cores")) {
    results::CoreResult core{CoreId{entry.at("id").get<std::uint32_t>()},
                             entry.at("busy").get<double>(),
                             {},
                             entry.value("host", "")};
    for (const auto& [task, share] : entry.at("by").items())
      if (share.get<double>() >= worth_naming) core.by[task] = share.get<double>();
    observation.cores.push_back(std::move(core));
  }
  return observation;
}

Observation observation_of(const store::RunRecord& run) {
  if (run.state == store::State::done) return observation_from(nlohmann::json::parse(run.text));
  Observation failed;
  failed.failure = run.text;
  return failed;
}

}  // namespace

std::vector<Observation> KeptRuns::operator()(std::span<const Job> jobs) {
  std::vector<std::uint64_t> missing;
  std::vector<std::string> keys;
  for (const Job& job : jobs) {
    const std::uint64_t point = axis_.point(job.row, job.position);
    keys.push_back(runs_.at(point, job.replica).key);
    if (!recall(keys.back())) missing.push_back(point * runs_.replicas() + job.replica);
  }
  run_missing(missing);
  std::vector<Observation> observations;
  for (const std::string& key : keys) observations.push_back(known_.at(key));
  return observations;
}

bool KeptRuns::recall(const std::string& key) {
  if (known_.count(key) > 0) return true;
  if (!options_.store) return false;
  const auto run = options_.store->find(key);
  if (!run || run->state == store::State::died) return false;
  known_.emplace(key, observation_of(*run));
  ++reused_;
  return true;
}

void KeptRuns::run_missing(const std::vector<std::uint64_t>& missing) {
  if (missing.empty()) return;
  study::SweepOptions sweeping{options_.jobs};
  sweeping.only = missing;
  sweeping.progress = [this](const study::SweepCount& count) {
    if (options_.on_wait) options_.on_wait(ran_ + count.ended());
  };
  ran_ += study::sweep(study_, runs_, *this, sweeping).ended();
}

void KeptRuns::put(const store::RunRecord& run) {
  known_.insert_or_assign(run.key, observation_of(run));
  if (options_.store) options_.store->put(run);
}

void KeptRuns::commit() {
  if (options_.store) options_.store->commit();
}

}  // namespace kickpath::capacity
