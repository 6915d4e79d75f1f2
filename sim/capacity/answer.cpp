#include "capacity/answer.hpp"

#include <algorithm>
#include <cmath>

#include "placement/reason.hpp"

namespace kickpath::capacity {

using study::Constraint;
using study::Verdict;

namespace {

Extent extent_of(const RowSearch& search) {
  const Bracket bracket = search.bracket();
  if (!bracket.held && bracket.above != 0u) return Extent::open;
  if (!bracket.held) return Extent::none;
  if (!bracket.above) return *bracket.held + 1 == search.size() ? Extent::at_least : Extent::open;
  return *bracket.above == *bracket.held + 1 ? Extent::exact : Extent::open;
}

/// The largest that holds, and the nearest below it that is broken.
std::optional<NotMonotone> not_monotone(const RowSearch& search) {
  const auto held = search.bracket().held;
  std::optional<NotMonotone> found;
  for (const auto& [position, load] : search.tried())
    if (held && position < *held && load.standing.verdict == Verdict::broken) found = {position, *held};
  return found;
}

std::optional<Knee> knee_in(const RowSearch& search) {
  const auto points = search.points();
  const auto index = knee_of(points);
  if (!index) return std::nullopt;
  double most = 0;
  for (const LoadPoint& point : points) most = std::max(most, point.throughput);
  const LoadPoint& knee = points[*index];
  return Knee{knee.position, knee.throughput, knee.throughput / most};
}

std::optional<double> margin(const Constraint& constraint, const TriedLoad& load) {
  const auto estimate = load.estimate(constraint.expression);
  if (!estimate || constraint.bound == 0) return std::nullopt;
  const bool is_upper =
      constraint.relation == study::Relation::at_most || constraint.relation == study::Relation::below;
  const double room = constraint.bound - estimate->mean;
  return (is_upper ? room : -room) / std::abs(constraint.bound);
}

std::optional<double> growth(const LoadAxis& axis, std::optional<std::size_t> capacity, std::size_t at) {
  const double load = axis.levels()[at].load;
  if (!capacity || load <= 0) return std::nullopt;
  return axis.levels()[*capacity].load / load - 1;
}

LoadUse use_of(const LoadAxis& axis, const RowSearch& search, std::size_t position) {
  return {axis.levels()[position].text, search.tried().at(position).observations};
}

/// Where a run failed there is nothing to look at.
std::optional<LoadUse> good_use(const LoadAxis& axis, const RowSearch& search,
                                std::optional<std::size_t> position) {
  if (!position || !search.tried().at(*position).failure().empty()) return std::nullopt;
  return use_of(axis, search, *position);
}

void explain(RowAnswer& answer, const LoadAxis& axis) {
  std::optional<LoadUse> least;
  for (const auto& [position, load] : answer.search.tried())
    if (!least && load.failure().empty()) least = use_of(axis, answer.search, position);
  if (!least) return;
  const auto held = good_use(axis, answer.search, answer.capacity);
  answer.runs_out = runs_out(*least, held, good_use(axis, answer.search, answer.above));
  if (held && held->name != least->name)
    answer.costs = placement::reason_of(least->observations, held->observations);
}

}  // namespace

RowAnswer answer_of(study::Settings settings, RowSearch search, const LoadAxis& axis,
                    const std::vector<Constraint>& constraints, std::optional<std::size_t> at) {
  RowAnswer answer{std::move(settings), std::move(search), Extent::none, {}, {}, {}, {}, {}, {}, "", ""};
  const Bracket bracket = answer.search.bracket();
  answer.extent = extent_of(answer.search);
  answer.capacity = bracket.held;
  answer.above = bracket.above;
  answer.not_monotone = not_monotone(answer.search);
  answer.knee = knee_in(answer.search);
  if (at) {
    answer.headroom = Headroom{*at, growth(axis, answer.capacity, *at), {}};
    for (const Constraint& constraint : constraints)
      answer.headroom->margins.push_back(margin(constraint, answer.search.tried().at(*at)));
  }
  for (const auto& [position, load] : answer.search.tried())
    if (answer.failure.empty()) answer.failure = load.failure();
  explain(answer, axis);
  return answer;
}

bool Capacity::has_failures() const {
  return std::any_of(rows.begin(), rows.end(), [](const RowAnswer& row) { return !row.failure.empty(); });
}

bool Capacity::has_answer() const {
  return std::any_of(rows.begin(), rows.end(), [](const RowAnswer& row) { return row.capacity.has_value(); });
}

const char* to_text(Extent extent) {
  switch (extent) {
    case Extent::exact:
      return "exact";
    case Extent::at_least:
      return "at least";
    case Extent::open:
      return "open";
    case Extent::none:
      return "none";
  }
  return "";
}

}  // namespace kickpath::capacity
