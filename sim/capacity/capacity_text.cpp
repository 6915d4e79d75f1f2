#include <fmt/format.h>
#include <fmt/ranges.h>

#include "capacity/capacity_print.hpp"
#include "results/columns.hpp"
#include "results/human.hpp"
#include "results/text.hpp"
#include "study/figure_text.hpp"
#include "study/table_print.hpp"

namespace kickpath::capacity {

namespace {

using Cells = std::vector<std::string>;

constexpr std::size_t most_rows_in_full = 4, widest_value = 32;

const study::Expression& throughput() {
  static const study::Expression ops = *study::Expression::parse("ops_per_s");
  return ops;
}

const std::string& text_at(const Capacity& capacity, std::size_t position) {
  return capacity.axis.levels()[position].text;
}

std::string constraints_text(const Capacity& capacity) {
  Cells texts;
  for (const study::Constraint& constraint : capacity.constraints) texts.push_back(constraint.text);
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string head(const Capacity& capacity) {
  const LoadAxis& axis = capacity.axis;
  const std::string values = axis.size() == 1
                                 ? fmt::format("1 value, {}", axis.levels()[0].text)
                                 : fmt::format("{} values from {} to {}", axis.size(),
                                               axis.levels().front().text, axis.levels().back().text);
  return fmt::format(
      "study {}: the largest load that holds {}\n{}: {}; at most {} loads each, {} to {} replicas of a "
      "load\n",
      capacity.study, constraints_text(capacity), axis.path(), values, capacity.most_loads,
      std::min(capacity.first, 2u), capacity.budget);
}

std::string value_of(const study::Settings& settings, const std::string& path) {
  for (const config::Entry& setting : settings)
    if (setting.key == path) return results::fit(study::value_text(*setting.value), widest_value);
  return "";
}

std::string capacity_cell(const Capacity& capacity, const RowAnswer& row) {
  if (!row.capacity) return "none";
  const std::string value = text_at(capacity, *row.capacity);
  return row.extent == Extent::exact ? value : "at least " + value;
}

std::string above_cell(const Capacity& capacity, const RowAnswer& row) {
  if (!row.above) return "-";
  return fmt::format("{} {}", text_at(capacity, *row.above),
                     study::to_text(row.search.tried().at(*row.above).standing.verdict));
}

/// Throughput and the constraints' figures.
void add_figures(const Capacity& capacity, const TriedLoad* load, Cells& cells) {
  const auto add = [&](const study::Expression& of) {
    cells.push_back(load ? study::figure_text(of, load->estimate(of)) : "-");
  };
  add(throughput());
  for (const study::Constraint& constraint : capacity.constraints) add(constraint.expression);
}

Cells figure_heads(const Capacity& capacity) {
  Cells heads{"ops_per_s"};
  for (const study::Constraint& constraint : capacity.constraints)
    heads.push_back(constraint.expression.text());
  return heads;
}

Cells row_cells(const Capacity& capacity, const RowAnswer& row) {
  Cells cells;
  for (const std::string& path : capacity.other_paths) cells.push_back(value_of(row.settings, path));
  cells.push_back(capacity_cell(capacity, row));
  cells.push_back(above_cell(capacity, row));
  add_figures(capacity, row.capacity ? &row.search.tried().at(*row.capacity) : nullptr, cells);
  cells.push_back(row.knee ? text_at(capacity, row.knee->position) : "-");
  cells.push_back(std::to_string(row.search.tried().size()));
  return cells;
}

std::string rows_table(const Capacity& capacity) {
  Cells heads = study::short_names(capacity.other_paths);
  for (const char* name : {"capacity", "beyond"}) heads.emplace_back(name);
  for (const std::string& name : figure_heads(capacity)) heads.push_back(name);
  for (const char* name : {"knee", "loads"}) heads.emplace_back(name);
  std::vector<Cells> table{heads};
  for (const RowAnswer& row : capacity.rows) table.push_back(row_cells(capacity, row));
  return results::table(table);
}

std::string loads_table(const Capacity& capacity, const RowAnswer& row) {
  std::vector<Cells> table{{"    load", "verdict", "replicas"}};
  for (const std::string& name : figure_heads(capacity)) table[0].push_back(name);
  for (const auto& [position, load] : row.search.tried()) {
    const char mark = row.capacity == position ? '*' : ' ';
    Cells cells{fmt::format("  {} {}", mark, results::fit(text_at(capacity, position), widest_value)),
                study::to_text(load.standing.verdict), std::to_string(load.observations.size())};
    add_figures(capacity, &load, cells);
    table.push_back(std::move(cells));
  }
  return results::table(table);
}

std::string extent_note(const Capacity& capacity, const RowAnswer& row) {
  switch (row.extent) {
    case Extent::exact:
      return row.search.tried().at(*row.above).standing.verdict == study::Verdict::unsure
                 ? fmt::format("{} may hold: {} replicas do not tell (--budget).",
                               text_at(capacity, *row.above), capacity.budget)
                 : "";
    case Extent::at_least:
      return fmt::format("The axis ends with a load that holds: the capacity is {} or more.",
                         text_at(capacity, *row.capacity));
    case Extent::open:
      return "Loads beside it were not tried: --loads allows more of them.";
    case Extent::none:
      return fmt::format("Not even {} holds.", text_at(capacity, 0));
  }
  return "";
}

std::string knee_note(const Capacity& capacity, const RowAnswer& row) {
  if (!row.knee) return "";
  return fmt::format("Throughput has its knee at {}: {}, {:.0f} % of the largest that was seen.",
                     text_at(capacity, row.knee->position),
                     results::human(row.knee->throughput, results::Unit::per_second), 100 * row.knee->share);
}

std::string monotone_note(const Capacity& capacity, const RowAnswer& row) {
  if (!row.not_monotone) return "";
  return fmt::format(
      "Not monotone: {} is broken, and {} holds. Loads that were not tried may differ from their neighbours.",
      text_at(capacity, row.not_monotone->broken), text_at(capacity, row.not_monotone->held));
}

std::string margin_text(const std::string& constraint, const std::optional<double>& margin) {
  if (!margin) return "";
  return fmt::format("; {}: {:.1f} % of the bound {}", constraint, 100 * std::abs(*margin),
                     *margin < 0 ? "beyond it" : "to spare");
}

std::string headroom_note(const Capacity& capacity, const RowAnswer& row) {
  if (!row.headroom) return "";
  std::string text = fmt::format("Headroom at {}: ", text_at(capacity, row.headroom->position));
  const auto& load = row.headroom->load;
  const std::string at_least = row.extent == Extent::exact ? "" : "at least ";
  text += !load        ? "of the load it is not known"
          : *load < 0  ? fmt::format("none, the load is {:.1f} % too large", -100 * *load / (1 + *load))
          : *load == 0 ? "none, it is the capacity"
                       : fmt::format("the load may grow by {}{:.1f} %", at_least, 100 * *load);
  for (std::size_t i = 0; i < capacity.constraints.size(); ++i)
    text += margin_text(capacity.constraints[i].text, row.headroom->margins[i]);
  return text + ".";
}

std::string costs_note(const Capacity& capacity, const RowAnswer& row) {
  if (row.costs.empty()) return "";
  return fmt::format("From {} to {}: {}.", text_at(capacity, row.search.tried().begin()->first),
                     text_at(capacity, *row.capacity), row.costs);
}

/// Broken between words, every line indented.
std::string paragraph(const std::string& text) {
  Cells words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::string result;
  std::size_t column = 0;
  for (const std::string& word : words) {
    const bool fits = column > 0 && column + 1 + results::width_of(word) <= results::text_columns;
    result += fits ? " " : column == 0 ? "    " : "\n    ";
    column = (fits ? column + 1 : 4) + results::width_of(word);
    result += word;
  }
  return result + "\n";
}

std::string notes(const Capacity& capacity, const RowAnswer& row) {
  std::string text = "\n";
  if (!row.settings.empty()) text += study::to_text(row.settings) + "\n";
  if (capacity.rows.size() <= most_rows_in_full) text += loads_table(capacity, row);
  for (const std::string& note :
       {extent_note(capacity, row), monotone_note(capacity, row), row.runs_out.sentence,
        knee_note(capacity, row), headroom_note(capacity, row), costs_note(capacity, row),
        row.failure.empty() ? "" : "A run failed: " + row.failure})
    if (!note.empty()) text += paragraph(note);
  return text;
}

}  // namespace

std::string to_text(const Capacity& capacity) {
  std::string text = head(capacity) + "\n" + rows_table(capacity);
  for (const RowAnswer& row : capacity.rows) text += notes(capacity, row);
  return text;
}

}  // namespace kickpath::capacity
