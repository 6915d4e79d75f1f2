#include "placement/search.hpp"

#include <algorithm>
#include <set>

namespace kickpath::placement {

namespace {

constexpr int shake = 3;                       ///< steps away from the best, at random
constexpr std::uint64_t anywhere_each = 4;     ///< one start in so many is anywhere
constexpr std::uint64_t fruitless_most = 200;  ///< starts after each other that find nothing new

class Search {
 public:
  Search(Field& field, const Space& space, const SearchOptions& options)
      : field_(field), space_(space), options_(options), random_(options.seed), begun_(field.runs()) {}

  std::vector<std::size_t> run() {
    for (std::uint64_t start = 0; !is_spent() && fruitless_ < fruitless_most; ++start) {
      const std::uint64_t before = field_.runs();
      if (const auto from = place_of(start)) climb(*from);
      fruitless_ = field_.runs() == before ? fruitless_ + 1 : 0;
    }
    std::vector<std::size_t> tried(tried_.begin(), tried_.end());
    std::sort(tried.begin(), tried.end(), [&](std::size_t a, std::size_t b) { return is_better(a, b); });
    return tried;
  }

 private:
  std::uint64_t left() const {
    const std::uint64_t spent = field_.runs() - begun_;
    return std::min(options_.runs > spent ? options_.runs - spent : 0, field_.left());
  }
  bool is_spent() const { return left() == 0; }

  /// What breaks a constraint is no place to stay: it comes after all that does not.
  bool is_better(std::size_t a, std::size_t b) const {
    const bool a_breaks = field_.verdict(a) == study::Verdict::broken;
    const bool b_breaks = field_.verdict(b) == study::Verdict::broken;
    if (a_breaks != b_breaks) return b_breaks;
    return field_.score(a) != field_.score(b) ? field_.score(a) > field_.score(b) : a < b;
  }

  std::optional<Candidate> place_of(std::uint64_t start) {
    if (start == 0) return space_.given();
    if (!best_ || start % anywhere_each == 1) return space_.random(random_);
    Candidate place = *field_.candidate(*best_);
    for (int i = 0; i < shake; ++i) {
      const std::vector<Candidate> steps = space_.neighbours(place);
      if (!steps.empty()) place = steps[random_() % steps.size()];
    }
    return space_.canonical(place);
  }

  void climb(const Candidate& from) {
    std::size_t here = try_all({from}).front();
    while (!is_spent()) {
      const std::optional<std::size_t> better = better_neighbour(here);
      if (!better) return;
      here = *better;
    }
  }

  std::optional<std::size_t> better_neighbour(std::size_t here) {
    std::vector<Candidate> steps = space_.neighbours(*field_.candidate(here));
    for (std::size_t i = steps.size(); i > 1; --i) std::swap(steps[i - 1], steps[random_() % i]);
    std::vector<Candidate> batch;
    for (std::size_t i = 0; i < steps.size() && !is_spent(); ++i) {
      Candidate step = space_.canonical(std::move(steps[i]));
      if (step != *field_.candidate(here)) batch.push_back(std::move(step));
      if (batch.size() < options_.batch && i + 1 < steps.size()) continue;
      if (const auto better = best_in(batch, here)) return better;
      batch.clear();
    }
    return std::nullopt;
  }

  /// The best of them, if it is better than `here`.
  std::optional<std::size_t> best_in(const std::vector<Candidate>& batch, std::size_t here) {
    const std::vector<std::size_t> tried = try_all(batch);
    if (tried.empty()) return std::nullopt;
    const std::size_t best = *std::min_element(tried.begin(), tried.end(),
                                               [&](std::size_t a, std::size_t b) { return is_better(a, b); });
    return is_better(best, here) ? std::optional(best) : std::nullopt;
  }

  /// As many as the budget takes.
  std::vector<std::size_t> try_all(const std::vector<Candidate>& candidates) {
    std::vector<std::size_t> entries;
    std::uint64_t fresh = 0;
    for (const Candidate& candidate : candidates) {
      const std::size_t entry = field_.entry_of(candidate);
      if (std::find(entries.begin(), entries.end(), entry) != entries.end()) continue;
      fresh += field_.replicas(entry) == 0;
      if (fresh > left()) break;
      entries.push_back(entry);
    }
    field_.run(entries, 1);
    for (const std::size_t entry : entries) {
      tried_.insert(entry);
      if (!best_ || is_better(entry, *best_)) best_ = entry;
    }
    return entries;
  }

  Field& field_;
  const Space& space_;
  const SearchOptions& options_;
  Random random_;
  std::uint64_t begun_;
  std::uint64_t fruitless_ = 0;
  std::set<std::size_t> tried_;
  std::optional<std::size_t> best_;
};

}  // namespace

std::vector<std::size_t> search(Field& field, const Space& space, const SearchOptions& options) {
  return Search(field, space, options).run();
}

}  // namespace kickpath::placement
