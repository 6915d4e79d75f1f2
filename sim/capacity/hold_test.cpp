#include "capacity/hold_test.hpp"

#include <algorithm>

#include "compare/look_schedule.hpp"

namespace kickpath::capacity {

using study::Constraint;
using study::Figures;
using study::Verdict;

namespace {

constexpr std::uint32_t to_see_chance = 2;  ///< replicas that tell whether there is any

/// value - bound for each replica; nothing if one does not know it.
std::optional<std::vector<double>> excesses(const Constraint& constraint, std::span<const Figures> replicas) {
  std::vector<double> values;
  for (const Figures& replica : replicas) {
    const auto value = constraint.expression.value(replica);
    if (!value) return std::nullopt;
    values.push_back(*value - constraint.bound);
  }
  return values;
}

/// For a figure that is known without error.
Verdict judge_exact(const Constraint& constraint, double excess) {
  const double value = constraint.bound + excess;
  return study::judge(constraint, results::Estimate{value, value, std::nullopt, std::nullopt, 1});
}

bool are_alike(std::span<const Figures> replicas) {
  return std::all_of(replicas.begin(), replicas.end(), [&](const Figures& f) { return f == replicas[0]; });
}

Verdict worst(std::span<const Verdict> verdicts) {
  for (const Verdict verdict : {Verdict::broken, Verdict::unknown, Verdict::unsure})
    if (std::find(verdicts.begin(), verdicts.end(), verdict) != verdicts.end()) return verdict;
  return Verdict::held;
}

}  // namespace

HoldTest::HoldTest(std::vector<Constraint> constraints, std::uint32_t first, std::uint32_t budget)
    : constraints_(std::move(constraints)),
      test_({compare::look_schedule(first, budget), compare::Spending::pocock}) {}

Verdict HoldTest::judge(const Constraint& constraint, std::span<const Figures> replicas) const {
  const auto values = excesses(constraint, replicas);
  if (!values) return Verdict::unknown;
  const auto& looks = test_.design().looks;
  for (std::size_t look = 0; look < looks.size() && looks[look] <= values->size(); ++look) {
    const compare::Differences seen = compare::differences_of(std::span{*values}.first(looks[look]));
    if (seen.sd == 0 || test_.is_resolved(look, seen)) return judge_exact(constraint, seen.mean);
  }
  return Verdict::unsure;
}

std::optional<std::uint32_t> HoldTest::look_after(std::size_t replicas) const {
  for (const std::uint32_t look : test_.design().looks)
    if (look > replicas) return replicas == 0 ? std::min(look, to_see_chance) : look;
  return std::nullopt;
}

Standing HoldTest::stand(std::span<const Figures> replicas) const {
  Standing standing;
  const bool is_certain = replicas.size() == to_see_chance && are_alike(replicas);
  for (const Constraint& constraint : constraints_) {
    const auto values = excesses(constraint, replicas.first(is_certain ? 1 : 0));
    standing.verdicts.push_back(!values      ? Verdict::unknown
                                : is_certain ? judge_exact(constraint, values->front())
                                             : judge(constraint, replicas));
  }
  standing.verdict = worst(standing.verdicts);
  if (replicas.empty() || (standing.verdict == Verdict::unsure && !is_certain))
    standing.more = look_after(replicas.size());
  return standing;
}

}  // namespace kickpath::capacity
