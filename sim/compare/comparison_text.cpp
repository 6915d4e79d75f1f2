#include "compare/comparison_text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "results/columns.hpp"
#include "results/human.hpp"
#include "results/text.hpp"
#include "study/objective.hpp"

namespace kickpath::compare {

namespace {

using results::human;
using results::metric_table;
using results::MetricRow;
using Cells = std::vector<std::string>;

constexpr const char* unknown = "-";

std::string percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

/// "3.10 k/s [2.90, 3.30] k/s, 14 % of B [13.2 %, 14.9 %]": of a difference that is turned to be above 0.
std::string size_text(const Comparison& comparison, double sign) {
  const MetricRow& row = metric_table[comparison.settings.objective];
  const Difference& difference = comparison.difference;
  double lo = sign * difference.ci95.lo, hi = sign * difference.ci95.hi;
  if (lo > hi) std::swap(lo, hi);
  const auto share = [&](double value) { return share_of_b(value, comparison.objective()); };
  std::string text = human(sign * difference.estimate, row.unit);
  if (!comparison.is_exact) text += " " + results::human_interval(lo, hi, row.unit);
  if (!share(1)) return text;
  text += fmt::format(", {} of B", percent(*share(sign * difference.estimate)));
  if (!comparison.is_exact) text += fmt::format(" [{}, {}]", percent(*share(lo)), percent(*share(hi)));
  return text;
}

std::string better_text(const Comparison& comparison) {
  const MetricRow& row = metric_table[comparison.settings.objective];
  const char* winner = comparison.verdict == Verdict::a_is_better ? "A" : "B";
  const char* way = study::is_smaller_better(row) ? "lower" : "higher";
  const double sign = comparison.difference.seen.mean > 0 ? 1 : -1;
  if (!comparison.is_exact)
    return fmt::format("{} is better at 95 %: its {} is {} by {}", winner, row.key, way,
                       size_text(comparison, sign));
  return fmt::format("{} is better{}: its {} is {} by exactly {}, in each of {} replicas", winner,
                     comparison.is_deterministic ? ", deterministically" : "", row.key, way,
                     size_text(comparison, sign), comparison.pairs.size());
}

std::string unresolved_text(const Comparison& comparison) {
  return fmt::format("not resolved with {} replicas: A's {} less B's is {}", comparison.pairs.size(),
                     metric_table[comparison.settings.objective].key, size_text(comparison, 1));
}

std::string equal_text(const Comparison& comparison) {
  return fmt::format("no difference{}: {} is the same in A and B, in each of {} replicas",
                     comparison.is_deterministic ? ", deterministically" : "",
                     metric_table[comparison.settings.objective].key, comparison.pairs.size());
}

std::string side_lines(char name, const Side& side) {
  Cells items{side.spec.name, side.file};
  for (const std::string& setting : side.settings) items.push_back("--set " + setting);
  return results::wrap(fmt::format("{}", name), items, 3, results::text_columns);
}

std::string run_line(const Side& side, std::uint64_t seed, const Comparison& comparison) {
  return fmt::format("   {} replicas of {:.6g} s in both, from the same seeds (of seed {}), profile {}\n",
                     comparison.pairs.size(), to_seconds(side.spec.run.duration), seed, side.profile.name);
}

/// What an eye does not see in the figures.
std::string notes(const Side& a, const Side& b) {
  std::string text;
  if (is_same(a, b)) text += "   A and B are the same scenario\n";
  if (a.spec.run.duration != b.spec.run.duration || a.spec.run.warmup != b.spec.run.warmup)
    text += fmt::format("   B is run otherwise: {:.6g} s after a warm-up of {:.6g} s; A's is {:.6g} s\n",
                        to_seconds(b.spec.run.duration), to_seconds(b.spec.run.warmup),
                        to_seconds(a.spec.run.warmup));
  if (a.profile_hash != b.profile_hash) text += fmt::format("   B has the profile {}\n", b.profile.name);
  return text;
}

std::string looks_text(const Comparison& comparison) {
  std::string taken;
  for (std::size_t look = 0; look < comparison.looks; ++look)
    taken += fmt::format("{}{}", look == 0 ? "" : ", ", comparison.settings.design.looks[look]);
  return taken;
}

std::string how_lines(const Comparison& comparison) {
  const Design& design = comparison.settings.design;
  if (comparison.is_exact) return "";
  std::string text =
      fmt::format("   looked at with {} of at most {} replicas: |t| is {:.3g}, {:.3g} was needed\n",
                  looks_text(comparison), design.looks.back(), std::abs(*comparison.difference.t),
                  comparison.t_bounds[comparison.looks - 1]);
  if (const auto gain = gain_of_pairing(comparison))
    text += fmt::format("   pairing by common random numbers is worth {:.3g} times the replicas\n", *gain);
  const results::Interval& ci95 = comparison.difference.ci95;
  if (comparison.verdict == Verdict::not_resolved && (ci95.lo > 0 || ci95.hi < 0))
    text += "   the interval leaves out 0, but hardly: a verdict is given at 96 %\n";
  const auto needed = replicas_needed(comparison);
  if (comparison.verdict == Verdict::not_resolved && needed &&
      *needed > static_cast<double>(comparison.pairs.size()) && *needed <= 1e6)
    text +=
        fmt::format("   a difference of the size seen would take some {:.0f} replicas (--budget)\n", *needed);
  return text;
}

std::string mark(const Comparison& comparison, std::size_t metric) {
  if (metric == comparison.settings.objective)
    return comparison.verdict == Verdict::not_resolved || comparison.verdict == Verdict::no_difference ? " "
                                                                                                       : "*";
  return comparison.metrics[metric].differs() ? "*" : " ";
}

/// "4.37 ± 0.29 us"; without spread "exactly 4.37 us".
std::string plain_cell(const results::Estimate& difference, results::Unit unit) {
  const double half = difference.ci95->hi - difference.mean;
  return half == 0 ? "exactly " + human(difference.mean, unit) : human(difference.mean, half, unit);
}

/// The corrected interval is not symmetric.
std::string objective_cell(const Comparison& comparison) {
  const results::Unit unit = metric_table[comparison.settings.objective].unit;
  const Difference& difference = comparison.difference;
  if (comparison.is_exact) return "exactly " + human(difference.estimate, unit);
  return human(difference.estimate, unit) + " " +
         results::human_interval(difference.ci95.lo, difference.ci95.hi, unit);
}

Cells metric_cells(const Comparison& comparison, std::size_t metric) {
  const MetricRow& row = metric_table[metric];
  const MetricComparison& figures = comparison.metrics[metric];
  const bool is_objective = metric == comparison.settings.objective;
  Cells cells{fmt::format("{}{} {}", is_objective ? ">" : " ", mark(comparison, metric), row.key),
              figures.a ? human(figures.a->mean, row.unit) : unknown,
              figures.b ? human(figures.b->mean, row.unit) : unknown};
  if (!figures.difference || !figures.difference->ci95) {
    cells.insert(cells.end(), 2, unknown);
    return cells;
  }
  const double difference = is_objective ? comparison.difference.estimate : figures.difference->mean;
  const auto share = share_of_b(difference, figures);
  cells.push_back(is_objective ? objective_cell(comparison) : plain_cell(*figures.difference, row.unit));
  cells.push_back(share ? fmt::format("{:+.2f} %", 100 * *share) : unknown);
  return cells;
}

std::string metric_lines(const Comparison& comparison) {
  std::vector<Cells> rows{{"   metric", "A", "B", "A - B", "of B"}};
  for (std::size_t metric = 0; metric < results::metric_count; ++metric)
    if (comparison.metrics[metric].a || comparison.metrics[metric].b)
      rows.push_back(metric_cells(comparison, metric));
  return results::table(rows);
}

constexpr const char* legend =
    ">  the objective: its interval holds for a comparison that stops when it is resolved\n"
    "*  differs at 95 %. Other than the objective's, these are single tests and plain paired intervals:\n"
    "   of twenty figures that do not differ about one is marked by chance\n";

std::size_t word_end(const std::string& text, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
    if (text[i] == ' ' && depth == 0 && text.compare(i, 2, " %") != 0) return i;
  }
  return text.size();
}

/// Broken at blanks, but not within brackets or before a percent sign.
std::string paragraph(const std::string& text) {
  Cells words;
  std::string lines, line;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = word_end(text, begin);
    const std::string word = text.substr(begin, end - begin);
    if (!line.empty() && results::width_of(line) + 1 + results::width_of(word) > results::text_columns) {
      lines += line + "\n";
      line = "  ";
    }
    line += (line.empty() ? "" : " ") + word;
    begin = end + 1;
  }
  return lines + line + "\n";
}

}  // namespace

std::string verdict_text(const Comparison& comparison) {
  switch (comparison.verdict) {
    case Verdict::a_is_better:
    case Verdict::b_is_better:
      return better_text(comparison);
    case Verdict::no_difference:
      return equal_text(comparison);
    case Verdict::not_resolved:
      break;
  }
  return unresolved_text(comparison);
}

std::string to_text(const Side& a, const Side& b, std::uint64_t seed, const Comparison& comparison) {
  return side_lines('A', a) + side_lines('B', b) + run_line(a, seed, comparison) + notes(a, b) + "\n" +
         paragraph(verdict_text(comparison)) + how_lines(comparison) + "\n" + metric_lines(comparison) +
         "\n" + legend;
}

}  // namespace kickpath::compare
