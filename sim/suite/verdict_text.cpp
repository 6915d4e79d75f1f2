#include "suite/verdict_text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "results/columns.hpp"
#include "suite/percent.hpp"
#include "suite/words.hpp"

namespace kickpath::suite {

namespace {

using Cells = std::vector<std::string>;

std::string class_line(const Orderings& orderings, Clarity clarity) {
  const auto is_of_class = [&](const Pair& pair) { return pair.clarity == clarity; };
  const auto is_right = [&](const Pair& pair) { return is_of_class(pair) && pair.is_right(); };
  const auto all = std::count_if(orderings.pairs.begin(), orderings.pairs.end(), is_of_class);
  const auto right = std::count_if(orderings.pairs.begin(), orderings.pairs.end(), is_right);
  if (clarity == Clarity::unresolved) return fmt::format("  unresolved  {}, which tell nothing\n", all);
  return fmt::format("  {:<10}  {} of {} right\n", word(clarity), right, all);
}

std::string wrong_line(const Pair& pair, const std::vector<ComparedRow>& rows) {
  return fmt::format("    {} against {} ({}): measured {} (s.d. {}), predicted {}; {}\n",
                     rows[pair.first].name, rows[pair.second].name, pair.axis, signed_percent(pair.measured),
                     percent(pair.pooled_sd), signed_percent(pair.predicted), word(pair.clarity));
}

Cells bar_cells(const JudgedBar& judged) {
  const BarSpec& bar = judged.bar;
  const bool is_of_pairs = bar.kind == BarSpec::Kind::orderings;
  const std::string what = fmt::format(
      "{} of {}", word(bar.kind),
      is_of_pairs ? fmt::format("{} pairs", word(bar.clarity)) : std::string{info(bar.metric).label});
  return {"  " + what,
          bar.group.empty() ? "all" : bar.group,
          judged.reached ? percent(*judged.reached) : "-",
          fmt::format("{} {}", is_floor(bar.kind) ? "at least" : "at most", percent(bar.limit)),
          std::to_string(judged.count),
          std::string{word(judged.verdict)}};
}

}  // namespace

std::string to_text(const Orderings& orderings, const std::vector<ComparedRow>& rows) {
  std::string text = "\norderings by throughput of rows that differ in one axis\n";
  for (const Clarity clarity : {Clarity::clear, Clarity::resolved, Clarity::unresolved})
    text += class_line(orderings, clarity);
  if (orderings.unjudged > 0) text += fmt::format("  unjudged    {}\n", orderings.unjudged);
  std::string wrong;
  for (const Pair& pair : orderings.pairs)
    if (pair.clarity != Clarity::unresolved && !pair.is_right()) wrong += wrong_line(pair, rows);
  return wrong.empty() ? text : text + "  wrong\n" + wrong;
}

std::string to_text(const std::vector<JudgedBar>& bars) {
  std::vector<Cells> rows{{"bars", "group", "reached", "bar", "n", ""}};
  for (const JudgedBar& bar : bars) rows.push_back(bar_cells(bar));
  return bars.empty() ? "" : "\n" + results::table(rows);
}

}  // namespace kickpath::suite
