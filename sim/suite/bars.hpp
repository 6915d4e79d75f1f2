#pragma once
#include <optional>
#include <vector>

#include "suite/orderings.hpp"

namespace kickpath::suite {

struct JudgedBar {
  enum class Verdict : std::uint8_t {
    held,
    missed,
    unjudged  ///< no row was there to judge it by
  };
  BarSpec bar;
  std::optional<double> reached;  ///< a share
  std::size_t count = 0;          ///< rows or pairs that it was judged by
  Verdict verdict = Verdict::unjudged;
};

/// Every bar of the suite that has rows among `rows`, judged or not. Of no pairs at all, every one is right.
std::vector<JudgedBar> judge(const std::vector<BarSpec>& bars, const std::vector<ComparedRow>& rows,
                             const Orderings& orderings);

}  // namespace kickpath::suite
