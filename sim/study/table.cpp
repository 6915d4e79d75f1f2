#include "study/table.hpp"

#include <algorithm>

#include "study/figures.hpp"

namespace kickpath::study {

namespace {

Row tabulate_row(const Study& study, const Runs& runs, store::Store& store, std::uint64_t point) {
  Row row;
  row.coordinates = study.space.coordinates(point);
  std::vector<Figures> replicas;
  for (std::uint32_t replica = 0; replica < runs.replicas(); ++replica) {
    const auto run = store.find(runs.at(point, replica).key);
    if (!run) {
      ++row.missing;
    } else if (run->state == store::State::done) {
      replicas.push_back(figures_of(nlohmann::json::parse(run->text)));
    } else if (++row.failed == 1) {
      row.failure = run->text;
    }
  }
  row.done = static_cast<std::uint32_t>(replicas.size());
  for (const Objective& objective : study.spec.objectives)
    row.objectives.push_back(evaluate(objective.expression, replicas));
  for (const Constraint& constraint : study.spec.constraints) {
    row.constrained.push_back(evaluate(constraint.expression, replicas));
    row.verdicts.push_back(judge(constraint, row.constrained.back()));
  }
  return row;
}

std::optional<std::size_t> best_of(const Table& table) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Row& row = table.rows[i];
    if (!row.is_eligible() || !row.objectives.front()) continue;
    if (!best ||
        is_better(table.objectives.front(), row.objectives.front(), table.rows[*best].objectives.front()))
      best = i;
  }
  return best;
}

}  // namespace

bool Row::is_eligible() const {
  return std::all_of(verdicts.begin(), verdicts.end(),
                     [](Verdict verdict) { return verdict == Verdict::held; });
}

bool Table::has_failures() const {
  return std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.failed > 0; });
}

Table tabulate(const Study& study, const Runs& runs, store::Store& store) {
  Table table{
      study.spec.name, study.hash, study.space.paths(), study.spec.objectives, study.spec.constraints, {}, {},
      study.replicas};
  for (std::uint64_t point = 0; point < runs.points(); ++point)
    table.rows.push_back(tabulate_row(study, runs, store, point));
  table.best = best_of(table);
  return table;
}

std::string coordinate(const Row& row, const std::string& path) {
  std::string text;
  for (const config::Entry& setting : row.coordinates)
    if (setting.key == path) text = value_text(*setting.value);
  return text;
}

}  // namespace kickpath::study
