#include "suite/predict_rows.hpp"

#include "results/run_result.hpp"
#include "scenario/simulate.hpp"
#include "workers/run_tasks.hpp"

namespace kickpath::suite {

namespace {

Sample sample_of(const results::Replica& replica) {
  const results::RunResult result = results::summarize_run({}, std::span(&replica, 1));
  Sample sample;
  for (const Metric metric : metrics)
    if (const auto& estimate = result.totals.at(info(metric).key)) sample[metric] = estimate->mean;
  return sample;
}

std::vector<Sample> run(const scenario::ScenarioSpec& spec, const cost::CostProfile& profile) {
  std::vector<Sample> samples;
  for (const results::Replica& replica : scenario::simulate(spec, profile, {}))
    samples.push_back(sample_of(replica));
  return samples;
}

std::vector<cost::CostProfile> draw_profiles(const PredictOptions& options) {
  std::vector<cost::CostProfile> profiles;
  for (unsigned i = 0; i < options.draws; ++i) profiles.push_back(options.draw(i));
  return profiles;
}

Samples run_row(const Row& row, const Suite& suite, const std::vector<cost::CostProfile>& drawn) {
  scenario::ScenarioSpec spec = row.scenario;
  spec.run = suite.spec.run.sim;
  Samples samples{run(spec, suite.profile), {}};
  // The seed of the first replica for all: the draws differ by their costs and by nothing else.
  spec.run.replicas = 1;
  for (const cost::CostProfile& profile : drawn) samples.draws.push_back(run(spec, profile).front());
  return samples;
}

}  // namespace

std::vector<Prediction> predict_rows(const Suite& suite, const PredictOptions& options) {
  const std::vector<cost::CostProfile> drawn = draw_profiles(options);
  std::vector<workers::Task> tasks;
  for (const Row& row : suite.rows)
    tasks.push_back({"row " + row.name, [&] { return to_bytes(run_row(row, suite, drawn)); }});

  std::vector<Prediction> predictions(tasks.size());
  std::size_t done = 0;
  workers::TaskOptions running{options.jobs};
  running.on_done = [&](std::size_t row, const std::string& bytes) {
    predictions[row] = predict(samples_from(bytes));
    ++done;
  };
  running.on_wait = [&] {
    if (options.progress) options.progress(static_cast<double>(done) / static_cast<double>(tasks.size()));
  };
  workers::run_tasks(tasks, running);
  return predictions;
}

}  // namespace kickpath::suite
