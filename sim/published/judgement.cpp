#include "published/judgement.hpp"

#include <algorithm>
#include <cmath>

namespace kickpath::published {

using Kind = BarSpec::Kind;

namespace {

constexpr double rounding = 1e-9;  // of doubles: 1.05 / 1 - 1 is no miss of 5 %

std::vector<double> errors_of(const std::vector<Cell>& cells, const BarSpec& bar) {
  std::vector<double> errors;
  for (const Cell& cell : cells) {
    if (bar.role && cell.reference.role != *bar.role) continue;
    if (bar.metric && cell.reference.metric != *bar.metric) continue;
    if (const auto error = cell.error()) errors.push_back(std::abs(*error));
  }
  return errors;
}

JudgedBar judge_errors(const BarSpec& bar, const std::vector<Cell>& cells) {
  const std::vector<double> errors = errors_of(cells, bar);
  if (errors.empty()) return {bar, std::nullopt, 0};
  const double reached = bar.kind == Kind::worst_error ? *std::max_element(errors.begin(), errors.end())
                                                       : results::median(errors);
  return {bar, reached, errors.size()};
}

std::optional<double> figure_of(const std::string& name, const std::string& metric,
                                const std::vector<Prediction>& predictions) {
  const auto of = std::find_if(predictions.begin(), predictions.end(),
                               [&](const Prediction& p) { return p.scenario == name; });
  const auto& estimate = of->totals.at(metric);
  return estimate ? std::optional{estimate->mean} : std::nullopt;
}

JudgedBar judge_ratio(const BarSpec& bar, const std::vector<Prediction>& predictions) {
  const auto of = figure_of(bar.of, *bar.metric, predictions);
  const auto to = figure_of(bar.to, *bar.metric, predictions);
  if (!of || !to || *to == 0) return {bar, std::nullopt, 0};
  return {bar, *of / *to, 2};
}

StudyOutcome judge_study(const Study& study, const std::vector<Prediction>& predictions) {
  StudyOutcome outcome{study.spec, cells_of(study, predictions), {}};
  for (const BarSpec& bar : study.spec.bars)
    outcome.bars.push_back(bar.kind == Kind::ratio ? judge_ratio(bar, predictions)
                                                   : judge_errors(bar, outcome.cells));
  return outcome;
}

bool are_held(const std::vector<JudgedBar>& bars) {
  return std::all_of(bars.begin(), bars.end(), [](const JudgedBar& bar) { return bar.is_held(); });
}

}  // namespace

bool JudgedBar::is_held() const {
  if (!reached) return false;
  return (!bar.at_least || *reached >= *bar.at_least - rounding) &&
         (!bar.at_most || *reached <= *bar.at_most + rounding);
}

bool Outcome::is_good() const {
  return are_held(bars) && std::all_of(studies.begin(), studies.end(),
                                       [](const StudyOutcome& study) { return are_held(study.bars); });
}

Outcome judge(const Suite& suite, const std::vector<std::vector<Prediction>>& predictions) {
  Outcome outcome{{suite.spec.name, suite.hash}, {}, {}};
  std::vector<Cell> all;
  for (std::size_t i = 0; i < suite.studies.size(); ++i) {
    outcome.studies.push_back(judge_study(suite.studies[i], predictions[i]));
    const auto& cells = outcome.studies.back().cells;
    all.insert(all.end(), cells.begin(), cells.end());
  }
  for (const BarSpec& bar : suite.spec.bars) outcome.bars.push_back(judge_errors(bar, all));
  return outcome;
}

}  // namespace kickpath::published
