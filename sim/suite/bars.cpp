#include "suite/bars.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kickpath::suite {

using Kind = BarSpec::Kind;
using Rows = std::vector<ComparedRow>;
using Verdict = JudgedBar::Verdict;

namespace {

constexpr double rounding = 1e-9;  // of doubles: 1.05 / 1 - 1 is no miss of 5 %

bool is_of(const ComparedRow& row, const BarSpec& bar) { return bar.group.empty() || row.group == bar.group; }

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// What a bar takes of a row; nothing if the row is not judged.
std::optional<double> figure_of(const ComparedRow& row, const BarSpec& bar) {
  if (bar.kind == Kind::coverage) {
    const auto covers = row.covers(bar.metric);
    return covers ? std::optional{*covers ? 1.0 : 0.0} : std::nullopt;
  }
  if (bar.kind == Kind::half_width) {
    const auto& predicted = row.predicted[bar.metric];
    if (!row.measured[bar.metric] || !predicted || !predicted->half_width || predicted->value == 0)
      return std::nullopt;
    return *predicted->half_width / std::abs(predicted->value);
  }
  const auto error = row.error(bar.metric);
  return error ? std::optional{std::abs(*error)} : std::nullopt;
}

std::vector<double> figures_of_rows(const Rows& rows, const BarSpec& bar) {
  std::vector<double> figures;
  for (const ComparedRow& row : rows)
    if (is_of(row, bar))
      if (const auto figure = figure_of(row, bar)) figures.push_back(*figure);
  return figures;
}

std::vector<double> figures_of_pairs(const Rows& rows, const Orderings& orderings, const BarSpec& bar) {
  std::vector<double> figures;
  for (const Pair& pair : orderings.pairs)
    if (pair.clarity == bar.clarity && is_of(rows[pair.first], bar) && is_of(rows[pair.second], bar))
      figures.push_back(pair.is_right() ? 1 : 0);
  return figures;
}

double summary_of(const std::vector<double>& figures, Kind kind) {
  if (is_floor(kind)) return mean(figures);
  return kind == Kind::worst_error ? *std::max_element(figures.begin(), figures.end())
                                   : results::median(figures);
}

Verdict verdict_of(double reached, const BarSpec& bar) {
  const bool is_held = is_floor(bar.kind) ? reached >= bar.limit - rounding : reached <= bar.limit + rounding;
  return is_held ? Verdict::held : Verdict::missed;
}

JudgedBar judge_one(const BarSpec& bar, const Rows& rows, const Orderings& orderings) {
  const bool is_of_pairs = bar.kind == Kind::orderings;
  const auto figures = is_of_pairs ? figures_of_pairs(rows, orderings, bar) : figures_of_rows(rows, bar);
  JudgedBar judged{bar, std::nullopt, figures.size(), Verdict::unjudged};
  if (!figures.empty()) {
    judged.reached = summary_of(figures, bar.kind);
    judged.verdict = verdict_of(*judged.reached, bar);
  } else if (is_of_pairs) {
    judged.verdict = Verdict::held;
  }
  return judged;
}

}  // namespace

std::vector<JudgedBar> judge(const std::vector<BarSpec>& bars, const Rows& rows, const Orderings& orderings) {
  std::vector<JudgedBar> judged;
  for (const BarSpec& bar : bars)
    if (std::any_of(rows.begin(), rows.end(), [&](const ComparedRow& row) { return is_of(row, bar); }))
      judged.push_back(judge_one(bar, rows, orderings));
  return judged;
}

}  // namespace kickpath::suite
