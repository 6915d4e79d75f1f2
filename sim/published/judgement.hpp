#pragma once
#include <optional>
#include <vector>

#include "published/cells.hpp"

namespace kickpath::published {

struct JudgedBar {
  BarSpec bar;
  std::optional<double> reached;  ///< nothing: there is no cell to judge by
  std::size_t count = 0;          ///< cells that it was judged by

  bool is_held() const;
};

/// A study as it came out.
struct StudyOutcome {
  StudySpec spec;
  std::vector<Cell> cells;
  std::vector<JudgedBar> bars;
};

struct Outcome {
  results::Source suite;
  std::vector<StudyOutcome> studies;
  std::vector<JudgedBar> bars;  ///< over the cells of all studies

  bool is_good() const;
};

Outcome judge(const Suite& suite, const std::vector<std::vector<Prediction>>& predictions);

}  // namespace kickpath::published
