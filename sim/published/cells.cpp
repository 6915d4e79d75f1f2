#include "published/cells.hpp"

namespace kickpath::published {

std::optional<double> Cell::error() const {
  if (!predicted || !reference.value) return std::nullopt;
  return predicted->mean / *reference.value - 1;
}

std::vector<Cell> cells_of(const Study& study, const std::vector<Prediction>& predictions) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < study.inputs.size(); ++i)
    for (const scenario::ReferenceSpec& reference : study.inputs[i].scenario.references)
      cells.push_back({predictions[i].scenario, reference, predictions[i].totals.at(reference.metric)});
  return cells;
}

}  // namespace kickpath::published
