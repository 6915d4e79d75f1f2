#include "capacity/row_search.hpp"

#include <algorithm>
#include <iterator>

namespace kickpath::capacity {

namespace {

const study::Expression& throughput() {
  static const study::Expression ops = *study::Expression::parse("ops_per_s");
  return ops;
}

}  // namespace

std::string TriedLoad::failure() const {
  for (const Observation& observation : observations)
    if (!observation.failure.empty()) return observation.failure;
  return "";
}

std::vector<study::Figures> TriedLoad::figures() const {
  std::vector<study::Figures> all;
  for (const Observation& observation : observations) all.push_back(observation.figures);
  return all;
}

std::optional<results::Estimate> TriedLoad::estimate(const study::Expression& of) const {
  return study::evaluate(of, figures());
}

RowSearch::RowSearch(const HoldTest& test, std::vector<double> loads, std::size_t most,
                     std::optional<std::size_t> at)
    : test_(&test), loads_(std::move(loads)), most_(most), at_(at) {}

Tried RowSearch::held() const {
  Tried held;
  for (const auto& [position, load] : tried_) held[position] = load.standing.is_held();
  return held;
}

std::optional<Wanted> RowSearch::more_replicas() const {
  const auto above = bracket().above;
  for (const auto& [position, load] : tried_)
    if (load.standing.more &&
        (load.decides || position == above || load.observations.size() < test_->first()))
      return Wanted{position, static_cast<std::uint32_t>(load.observations.size()), *load.standing.more};
  return std::nullopt;
}

std::optional<std::size_t> RowSearch::next_load() const {
  if (left() == 0) return std::nullopt;
  if (tried_.empty() && at_) return at_;
  if (const auto next = next_of_bracket(held(), size(), left())) return next;
  const std::vector<LoadPoint> seen = points();
  if (seen.size() < tried_.size()) return std::nullopt;  // loads of unknown throughput have no knee
  return next_of_knee(seen, size(), bracket().above.value_or(size() - 1));
}

std::optional<Wanted> RowSearch::next() const {
  if (auto more = more_replicas()) return more;
  const auto position = next_load();
  if (!position) return std::nullopt;
  return Wanted{*position, 0, *test_->stand({}).more};
}

void RowSearch::take(const Wanted& wanted, std::vector<Observation> seen) {
  const bool is_of_knee =
      tried_.count(wanted.position) == 0 && !tried_.empty() && !next_of_bracket(held(), size(), left());
  TriedLoad& load = tried_.try_emplace(wanted.position).first->second;
  if (is_of_knee) load.decides = false;
  std::move(seen.begin(), seen.end(), std::back_inserter(load.observations));
  load.standing = test_->stand(load.figures());
  if (load.failure().empty()) return;
  load.standing.verdict = study::Verdict::unknown;
  load.standing.more.reset();
}

std::vector<LoadPoint> RowSearch::points() const {
  std::vector<LoadPoint> points;
  for (const auto& [position, load] : tried_)
    if (const auto ops = load.estimate(throughput()); ops && load.failure().empty())
      points.push_back({position, loads_[position], ops->mean});
  return points;
}

}  // namespace kickpath::capacity
