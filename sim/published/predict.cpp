#include <nlohmann/json.hpp>

#include "published/cells.hpp"
#include "scenario/simulate.hpp"
#include "workers/run_tasks.hpp"

namespace kickpath::published {

using Json = nlohmann::json;

namespace {

/// For the pipe, bit for bit.
std::string to_bytes(const results::Metrics& totals) {
  Json list = Json::array();
  for (const auto& estimate : totals.estimates) {
    if (!estimate) {
      list.push_back(nullptr);
      continue;
    }
    Json figures{estimate->median, estimate->mean, estimate->n};
    if (estimate->ci95) figures.push_back({estimate->ci95->lo, estimate->ci95->hi});
    list.push_back(std::move(figures));
  }
  return list.dump();
}

results::Metrics totals_from(const std::string& bytes) {
  results::Metrics totals;
  const Json list = Json::parse(bytes);
  for (std::size_t i = 0; i < totals.estimates.size(); ++i) {
    const Json& figures = list.at(i);
    if (figures.is_null()) continue;
    results::Estimate estimate{figures.at(0), figures.at(1), std::nullopt, std::nullopt, figures.at(2)};
    if (figures.size() > 3) estimate.ci95 = results::Interval{figures.at(3).at(0), figures.at(3).at(1)};
    totals.estimates[i] = estimate;
  }
  return totals;
}

std::string run(const Input& input) {
  return to_bytes(results::summarize_run({}, scenario::simulate(input.scenario, input.profile, {})).totals);
}

}  // namespace

std::vector<std::vector<Prediction>> predict(const Suite& suite, const PredictOptions& options) {
  std::vector<workers::Task> tasks;
  for (const Study& study : suite.studies)
    for (const Input& input : study.inputs)
      tasks.push_back({"scenario " + input.scenario.name, [&input] { return run(input); }});

  std::size_t done = 0;
  workers::TaskOptions running{options.jobs};
  running.on_done = [&](std::size_t, const std::string&) { ++done; };
  running.on_wait = [&] {
    if (options.progress) options.progress(static_cast<double>(done) / static_cast<double>(tasks.size()));
  };
  const std::vector<std::string> outcomes = workers::run_tasks(tasks, running);

  std::vector<std::vector<Prediction>> predictions;
  std::size_t next = 0;
  for (const Study& study : suite.studies) {
    auto& of_study = predictions.emplace_back();
    for (const Input& input : study.inputs)
      of_study.push_back({input.scenario.name, totals_from(outcomes[next++])});
  }
  return predictions;
}

}  // namespace kickpath::published
