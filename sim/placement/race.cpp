#include "placement/race.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "placement/paired.hpp"

namespace kickpath::placement {

namespace {

/// What holds its constraints comes first, whatever its score.
bool is_before(const Field& field, std::size_t a, std::size_t b) {
  const bool a_holds = field.verdict(a) == study::Verdict::held;
  const bool b_holds = field.verdict(b) == study::Verdict::held;
  if (a_holds != b_holds) return a_holds;
  return field.score(a) != field.score(b) ? field.score(a) > field.score(b) : a < b;
}

class Race {
 public:
  Race(Field& field, std::vector<std::size_t> entrants, const RaceOptions& options)
      : field_(field), options_(options), all_(entrants), running_(std::move(entrants)) {}

  Raced run() {
    std::uint32_t replicas = first_replicas();
    for (int look = 1; !running_.empty(); ++look) {
      field_.run(with_given(), replicas);
      remove_unfit();
      rank();
      remove_worse(look);
      if (running_.size() <= 1 || are_tied()) break;
      replicas *= 2;
      drop_to_afford(replicas);
      if (running_.size() <= 1 || !can_afford(replicas)) break;
    }
    keep_given_in_pace();
    return result();
  }

 private:
  /// Once each, if the budget does not last for more.
  std::uint32_t first_replicas() const {
    std::uint32_t replicas = options_.first;
    while (replicas > 1 && !can_afford(replicas)) --replicas;
    return replicas;
  }

  std::vector<std::size_t> with_given() const {
    std::vector<std::size_t> entries = running_;
    if (std::find(entries.begin(), entries.end(), 0u) == entries.end()) entries.push_back(0);
    return entries;
  }
  bool can_afford(std::uint32_t replicas) const {
    return field_.cost(with_given(), replicas) <= field_.left();
  }

  void remove(std::size_t entry, Fate fate) { fates_[entry] = fate; }

  void sweep_out() {
    std::erase_if(running_, [&](std::size_t entry) { return fates_.count(entry) > 0; });
  }

  void remove_unfit() {
    for (const std::size_t entry : running_)
      if (field_.failure(entry) || field_.score(entry) == std::numeric_limits<double>::lowest())
        remove(entry, Fate::failed);
      else if (field_.verdict(entry) == study::Verdict::broken)
        remove(entry, Fate::broken);
    sweep_out();
  }

  void rank() {
    std::sort(running_.begin(), running_.end(),
              [&](std::size_t a, std::size_t b) { return is_before(field_, a, b); });
  }

  /// Only what certainly holds its constraints can push out others.
  void remove_worse(int look) {
    if (running_.size() < 2 || field_.verdict(running_.front()) != study::Verdict::held) return;
    const std::size_t best = running_.front();
    const double risk =
        options_.risk * std::pow(0.5, look) / static_cast<double>(std::max<std::size_t>(all_.size() - 1, 1));
    for (std::size_t i = 1; i < running_.size(); ++i) {
      const Differences gap = differences(field_.scores(best), field_.scores(running_[i]));
      if (gap.are_all_zero())
        remove(running_[i], Fate::same);
      else if (is_above_zero(gap, risk))
        remove(running_[i], Fate::worse);
    }
    sweep_out();
  }

  bool are_tied() const {
    const std::size_t best = running_.front();
    if (field_.verdict(best) != study::Verdict::held) return false;
    return std::all_of(running_.begin() + 1, running_.end(), [&](std::size_t entry) {
      const Differences gap = differences(field_.scores(best), field_.scores(entry));
      const auto half = half_width(gap, options_.risk);
      return half && std::abs(gap.mean) + *half <= options_.tie * std::abs(field_.score(best));
    });
  }

  void drop_to_afford(std::uint32_t replicas) {
    while (running_.size() > 2 && !can_afford(replicas)) {
      const std::size_t kept = std::max<std::size_t>(running_.size() / 2, 2);
      for (std::size_t i = kept; i < running_.size(); ++i) remove(running_[i], Fate::dropped);
      sweep_out();
    }
  }

  /// And whoever the text shows the gain of: paired replicas need the given scenario's.
  void keep_given_in_pace() {
    if (running_.empty()) return;
    const std::size_t given = 0;
    field_.run(std::span(&given, 1), field_.replicas(running_.front()));
  }

  Raced result() {
    const auto rank_of = [&](std::size_t entry) {
      const auto fate = fates_.find(entry);
      if (fate == fates_.end()) return 0;
      return fate->second == Fate::broken ? 2 : fate->second == Fate::failed ? 3 : 1;
    };
    std::stable_sort(all_.begin(), all_.end(), [&](std::size_t a, std::size_t b) {
      if (rank_of(a) != rank_of(b)) return rank_of(a) < rank_of(b);
      return is_before(field_, a, b);
    });
    Raced raced{all_, {}};
    for (const std::size_t entry : all_) {
      const auto fate = fates_.find(entry);
      raced.fates.push_back(fate == fates_.end() ? Fate::running : fate->second);
    }
    return raced;
  }

  Field& field_;
  const RaceOptions& options_;
  std::vector<std::size_t> all_;
  std::vector<std::size_t> running_;
  std::map<std::size_t, Fate> fates_;
};

}  // namespace

Raced race(Field& field, std::vector<std::size_t> entrants, const RaceOptions& options) {
  return Race(field, std::move(entrants), options).run();
}

}  // namespace kickpath::placement
