#include "placement/place.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "placement/paired.hpp"
#include "placement/placement_words.hpp"
#include "placement/reason.hpp"

namespace kickpath::placement {

namespace {

constexpr std::size_t finalists = 16;

std::vector<std::size_t> entries_of(Field& field, const std::vector<Candidate>& candidates) {
  std::vector<std::size_t> entries;
  for (const Candidate& candidate : candidates) entries.push_back(field.entry_of(candidate));
  return entries;
}

/// The given scenario races along where the space does not have it.
void add_given(std::vector<std::size_t>& entries) {
  if (std::find(entries.begin(), entries.end(), 0u) == entries.end()) entries.push_back(0);
}

void run_given(Field& field) {
  const std::size_t given = 0;
  field.run(std::span(&given, 1), 1);
  if (const auto failure = field.failure(given))
    throw std::runtime_error("the given scenario fails: " + *failure);
  if (!field.scores(given).front())
    throw std::runtime_error(
        fmt::format("the given scenario does not know '{}'", field.aim().objective.expression.text()));
}

std::optional<Gain> gain_of(const Field& field, std::size_t entry) {
  const double given = std::abs(field.score(0));
  const Differences gap = differences(field.scores(entry), field.scores(0));
  if (gap.n == 0 || given == 0 || field.failure(entry)) return std::nullopt;
  Gain gain{gap.mean / given, half_width(gap, 0.05)};
  if (gain.half_width) *gain.half_width /= given;
  return gain;
}

class Answer {
 public:
  Answer(const Field& field, const Space& space, const PlaceOptions& options, Raced raced)
      : field_(field), space_(space), options_(options), raced_(std::move(raced)) {}

  void fill(Placing& placing) const {
    for (std::size_t i = 0; i < raced_.order.size(); ++i) count(placing, i);
    for (std::size_t i = 0; i < raced_.order.size() && placing.rows.size() < options_.top; ++i)
      if (is_shown(i)) placing.rows.push_back(row_of(i));
    const auto given = std::find(raced_.order.begin(), raced_.order.end(), 0u);
    placing.given = row_of(static_cast<std::size_t>(given - raced_.order.begin()));
  }

 private:
  bool is_ranked(std::size_t place) const {
    return raced_.fates[place] != Fate::broken && raced_.fates[place] != Fate::failed;
  }
  bool has_answer() const { return is_ranked(0) && field_.verdict(raced_.order[0]) == study::Verdict::held; }
  bool is_shown(std::size_t place) const {
    return raced_.fates[place] != Fate::failed && (is_ranked(place) || !has_answer());
  }

  void count(Placing& placing, std::size_t place) const {
    placing.broken += raced_.fates[place] == Fate::broken;
    if (raced_.fates[place] != Fate::failed) return;
    if (placing.failed++ == 0)
      placing.failure = field_.failure(raced_.order[place]).value_or("does not know the objective");
  }

  Standing standing_of(std::size_t place) const {
    if (place == 0) return Standing::best;
    if (raced_.fates[place] == Fate::same) return Standing::same;
    if (raced_.fates[place] == Fate::worse) return Standing::worse;
    const Differences gap = differences(field_.scores(raced_.order[0]), field_.scores(raced_.order[place]));
    if (gap.are_all_zero()) return Standing::same;
    const double risk =
        options_.race.risk / static_cast<double>(std::max<std::size_t>(raced_.order.size() - 1, 1));
    return is_above_zero(gap, risk) ? Standing::worse : Standing::not_resolved;
  }

  Row row_of(std::size_t place) const {
    const std::size_t entry = raced_.order[place];
    Row row;
    row.is_given = entry == 0;
    row.candidate = field_.candidate(entry);
    row.text = row.candidate ? space_.text_of(*row.candidate) : placement_text(space_.given_spec().machine);
    row.rank = has_answer() && is_ranked(place) ? place + 1 : 0;
    row.replicas = field_.replicas(entry);
    row.standing = standing_of(place);
    row.constraints = field_.verdict(entry);
    row.objective = field_.estimate(entry, field_.aim().objective.expression);
    row.gain = gain_of(field_, entry);
    if (!field_.observations(entry).empty()) row.cores = field_.observations(entry).front().cores;
    row.metrics = mean_figures(field_.observations(entry));
    if (!row.is_given) row.reason = reason_of(field_.observations(0), field_.observations(entry));
    return row;
  }

  const Field& field_;
  const Space& space_;
  const PlaceOptions& options_;
  Raced raced_;
};

std::vector<std::size_t> best_of(const std::vector<std::size_t>& tried) {
  return {tried.begin(), tried.begin() + static_cast<std::ptrdiff_t>(std::min(finalists, tried.size()))};
}

}  // namespace

std::uint64_t default_budget(std::optional<std::size_t> candidates, std::uint32_t first) {
  const std::uint64_t wanted = candidates ? std::uint64_t{*candidates} * first * 4 / 3 : 2'000;
  return std::max<std::uint64_t>(wanted, 200);
}

Placing place(const Space& space, const Aim& aim, const Evaluate& evaluate, const PlaceOptions& options) {
  const auto all = space.all(options.most_enumerated);
  const auto size = all ? std::optional(all->size()) : std::nullopt;
  Placing placing;
  placing.aim = aim;
  placing.space = size;
  placing.budget = options.budget.value_or(default_budget(size, options.race.first));
  Field field(space, aim, evaluate, placing.budget);
  run_given(field);
  placing.is_exhaustive = size && *size <= placing.budget;
  std::vector<std::size_t> entrants;
  if (placing.is_exhaustive) {
    placing.tried = *size;
    entrants = entries_of(field, *all);
  } else {
    SearchOptions searching{placing.budget * 7 / 10, options.seed};
    const std::vector<std::size_t> found = search(field, space, searching);
    placing.tried = found.size();
    entrants = best_of(found);
  }
  add_given(entrants);
  Answer(field, space, options, race(field, std::move(entrants), options.race)).fill(placing);
  placing.runs = field.runs();
  return placing;
}

const char* to_text(Standing standing) {
  switch (standing) {
    case Standing::best:
      return "best";
    case Standing::same:
      return "the same";
    case Standing::worse:
      return "worse";
    case Standing::not_resolved:
      return "not resolved";
  }
  return "";
}

}  // namespace kickpath::placement
