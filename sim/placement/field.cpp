#include "placement/field.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace kickpath::placement {

Field::Field(const Space& space, Aim aim, Evaluate evaluate, std::uint64_t budget)
    : aim_(std::move(aim)), evaluate_(std::move(evaluate)), budget_(budget) {
  entries_.push_back({space.given(), {}, {}});
  if (space.given()) numbers_[*space.given()] = 0;
}

std::size_t Field::entry_of(const Candidate& candidate) {
  const auto [at, is_new] = numbers_.try_emplace(candidate, entries_.size());
  if (is_new) entries_.push_back({candidate, {}, {}});
  return at->second;
}

std::uint32_t Field::replicas(std::size_t entry) const {
  return static_cast<std::uint32_t>(entries_[entry].observations.size());
}

std::uint64_t Field::cost(std::span<const std::size_t> entries, std::uint32_t wanted) const {
  std::uint64_t cost = 0;
  for (const std::size_t entry : entries) cost += std::max(wanted, replicas(entry)) - replicas(entry);
  return cost;
}

void Field::run(std::span<const std::size_t> entries, std::uint32_t wanted) {
  std::vector<Job> jobs;
  std::vector<std::size_t> owners;
  for (const std::size_t entry : std::set(entries.begin(), entries.end()))
    for (std::uint32_t replica = replicas(entry); replica < wanted && !failure(entry); ++replica) {
      jobs.push_back({entries_[entry].candidate, replica});
      owners.push_back(entry);
    }
  if (jobs.empty()) return;
  std::vector<Observation> observations = evaluate_(jobs);
  runs_ += jobs.size();
  for (std::size_t i = 0; i < jobs.size(); ++i) add(owners[i], std::move(observations[i]));
}

void Field::add(std::size_t entry, Observation observation) {
  const auto value = observation.failure.empty() ? aim_.objective.expression.value(observation.figures)
                                                 : std::optional<double>{};
  entries_[entry].scores.push_back(value && aim_.objective.is_smaller_better ? std::optional(-*value)
                                                                             : value);
  entries_[entry].observations.push_back(std::move(observation));
}

std::optional<std::string> Field::failure(std::size_t entry) const {
  for (const Observation& observation : entries_[entry].observations)
    if (!observation.failure.empty()) return observation.failure;
  return std::nullopt;
}

double Field::score(std::size_t entry) const {
  double sum = 0;
  for (const auto& score : scores(entry)) {
    if (!score) return std::numeric_limits<double>::lowest();
    sum += *score;
  }
  const std::size_t n = scores(entry).size();
  return n == 0 ? std::numeric_limits<double>::lowest() : sum / static_cast<double>(n);
}

std::optional<results::Estimate> Field::estimate(std::size_t entry, const study::Expression& of) const {
  std::vector<study::Figures> figures;
  for (const Observation& observation : observations(entry))
    if (observation.failure.empty()) figures.push_back(observation.figures);
  return study::evaluate(of, figures);
}

study::Verdict Field::verdict(std::size_t entry) const {
  using study::Verdict;
  Verdict worst = Verdict::held;
  for (const study::Constraint& constraint : aim_.constraints) {
    const Verdict verdict = study::judge(constraint, estimate(entry, constraint.expression));
    if (verdict == Verdict::broken || verdict == Verdict::unknown) return Verdict::broken;
    if (verdict == Verdict::unsure) worst = Verdict::unsure;
  }
  return worst;
}

}  // namespace kickpath::placement
