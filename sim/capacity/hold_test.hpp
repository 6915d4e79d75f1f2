#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compare/paired_test.hpp"
#include "study/objective.hpp"

/// Does a load hold the constraints, and how sure is that?
namespace kickpath::capacity {

/// What the replicas so far say.
struct Standing {
  std::vector<study::Verdict> verdicts;  ///< of each constraint
  /// Of the load: broken if any is, unknown if any is, held if all are, else unsure.
  study::Verdict verdict = study::Verdict::unsure;
  std::optional<std::uint32_t> more;  ///< replicas in all at the next look; nothing: this is the last word

  bool is_held() const { return verdict == study::Verdict::held; }
};

/// A group-sequential test of each constraint's figure against its bound: looks after `first` replicas, then
/// half as many more each time, the last at `budget` (compare/look_schedule.hpp); at most 5 % of the loads
/// that are exactly at their bound get a verdict. A constraint that was decided at a look stays so.
///
/// Two replicas that agree in every figure are all that is looked at: nothing is left to chance there.
class HoldTest {
 public:
  /// 2 <= first <= budget.
  HoldTest(std::vector<study::Constraint> constraints, std::uint32_t first, std::uint32_t budget);

  const std::vector<study::Constraint>& constraints() const { return constraints_; }
  std::uint32_t first() const { return test_.design().looks.front(); }

  /// `replicas` are as many as `more` asked for, none at first. A constraint whose figure some replica does
  /// not know is unknown.
  Standing stand(std::span<const study::Figures> replicas) const;

 private:
  study::Verdict judge(const study::Constraint& constraint, std::span<const study::Figures> replicas) const;
  std::optional<std::uint32_t> look_after(std::size_t replicas) const;

  std::vector<study::Constraint> constraints_;
  compare::PairedTest test_;
};

}  // namespace kickpath::capacity
