#include "published/outcome_text.hpp"

#include <fmt/format.h>

#include "published/words.hpp"
#include "results/columns.hpp"
#include "results/human.hpp"

namespace kickpath::published {

using Row = std::vector<std::string>;
using Kind = BarSpec::Kind;

namespace {

constexpr const char* unknown = "-";
constexpr std::size_t name_columns = 44;

const results::MetricRow& metric_of(const Cell& cell) {
  return results::metric_table[results::metric_index(cell.reference.metric)];
}

std::string predicted_text(const Cell& cell) {
  if (!cell.predicted) return unknown;
  const auto& interval = cell.predicted->ci95;
  const results::Unit unit = metric_of(cell).unit;
  return interval ? results::human(cell.predicted->mean, (interval->hi - interval->lo) / 2, unit)
                  : results::human(cell.predicted->mean, unit);
}

Row row_of(const Cell& cell) {
  const auto& value = cell.reference.value;
  const auto error = cell.error();
  return {"  " + results::fit(cell.scenario, name_columns),
          std::string{metric_of(cell).label},
          value ? results::human(*value, metric_of(cell).unit) : unknown,
          predicted_text(cell),
          error ? fmt::format("{:+.1f} %", 100 * *error) : unknown,
          std::string{word(cell.reference.role)}};
}

std::string table_of(const std::vector<Cell>& cells) {
  std::vector<Row> rows{{"  scenario", "figure", "published", "predicted", "error", "role"}};
  for (const Cell& cell : cells) rows.push_back(row_of(cell));
  return results::table(rows);
}

std::string what(const BarSpec& bar) {
  if (bar.kind == Kind::ratio) return fmt::format("{} of {} / {}", *bar.metric, bar.of, bar.to);
  return fmt::format("{} of {}{}", word(bar.kind), bar.role ? word(*bar.role) : "all",
                     bar.metric ? " " + *bar.metric : std::string{});
}

std::string figure(const BarSpec& bar, double value) {
  return bar.kind == Kind::ratio ? fmt::format("{:.4f}", value) : fmt::format("{:.1f} %", 100 * value);
}

std::string limits(const BarSpec& bar) {
  std::string text;
  if (bar.at_least) text += fmt::format("at least {}", figure(bar, *bar.at_least));
  if (bar.at_most) text += fmt::format("{}at most {}", text.empty() ? "" : ", ", figure(bar, *bar.at_most));
  return text;
}

Row row_of(const JudgedBar& judged) {
  return {"  " + what(judged.bar), judged.reached ? figure(judged.bar, *judged.reached) : unknown,
          limits(judged.bar), std::to_string(judged.count), judged.is_held() ? "held" : "missed"};
}

std::string table_of(const std::vector<JudgedBar>& bars) {
  if (bars.empty()) return {};
  std::vector<Row> rows{{"  bar", "reached", "limit", "n", ""}};
  for (const JudgedBar& bar : bars) rows.push_back(row_of(bar));
  return results::table(rows);
}

}  // namespace

std::string to_text(const Outcome& outcome) {
  std::string text;
  for (const StudyOutcome& study : outcome.studies)
    text += fmt::format("{}: {}\n\n{}\n{}\n", study.spec.name, study.spec.title, table_of(study.cells),
                        table_of(study.bars));
  if (!outcome.bars.empty()) text += "all studies\n\n" + table_of(outcome.bars) + "\n";
  return text +
         "fitted: a cost was chosen by this figure; predicted: none was, the error is a prediction's\n";
}

}  // namespace kickpath::published
