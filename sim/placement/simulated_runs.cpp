#include "placement/simulated_runs.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenario/simulate.hpp"
#include "study/run_key.hpp"
#include "study/run_one.hpp"
#include "workers/run_each.hpp"

namespace kickpath::placement {

namespace {

using nlohmann::json;

/// Through the pipe of a worker: JSON's numbers read back as the same bits.
std::string to_bytes(const results::Replica& replica) {
  json figures = json::array();
  for (const auto& figure : study::figures_of(replica)) figures.push_back(figure ? json(*figure) : json());
  json cores = json::array();
  for (const results::CoreResult& core : results::summarize_run({}, std::span(&replica, 1)).cores)
    cores.push_back({core.id.value, core.busy, core.by});
  return json{figures, cores}.dump(-1, ' ', false, json::error_handler_t::replace);
}

Observation observation_from(const std::string& bytes) {
  const json read = json::parse(bytes);
  Observation observation;
  for (std::size_t i = 0; i < observation.figures.size(); ++i)
    if (!read[0][i].is_null()) observation.figures[i] = read[0][i].get<double>();
  for (const json& core : read[1])
    observation.cores.push_back({CoreId{core[0].get<std::uint32_t>()}, core[1].get<double>(),
                                 core[2].get<std::map<std::string, double>>()});
  return observation;
}

Observation failed(const std::string& text) {
  Observation observation;
  observation.failure = text;
  return observation;
}

}  // namespace

std::vector<Observation> SimulatedRuns::operator()(std::span<const Job> jobs) {
  std::vector<Run> missing;
  std::vector<std::string> keys;
  for (const Job& job : jobs) {
    Run run{"", job.candidate ? space_.spec_of(*job.candidate) : space_.given_spec(), job.replica};
    run.key = fmt::format("{} {}", study::point_key(run.spec), job.replica);
    keys.push_back(run.key);
    if (known_.try_emplace(run.key).second) missing.push_back(std::move(run));
  }
  run_missing(missing);
  std::vector<Observation> observations;
  for (const std::string& key : keys) observations.push_back(known_.at(key));
  ended_ += jobs.size() - missing.size();
  return observations;
}

void SimulatedRuns::run_missing(const std::vector<Run>& runs) {
  std::size_t next = 0;
  workers::EachOptions each{options_.jobs};
  each.on_end = [&](std::size_t index, const workers::Ending& ending) {
    ++ended_;
    known_[runs[index].key] =
        ending.kind == workers::Ending::Kind::done ? observation_from(ending.text) : failed(ending.text);
  };
  each.on_wait = [&] {
    if (options_.on_wait) options_.on_wait(ended_);
  };
  workers::run_each(
      [&]() -> std::optional<workers::Task> {
        if (next == runs.size()) return std::nullopt;
        const Run& run = runs[next++];
        return workers::Task{run.key, [this, &run] {
                               const std::uint64_t seed = scenario::replica_seed(options_.seed, run.replica);
                               return to_bytes(study::run_one(run.spec, profile_, seed));
                             }};
      },
      each);
}

}  // namespace kickpath::placement
