#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "explain/explanation.hpp"
#include "results/columns.hpp"
#include "results/human.hpp"

/// What tables of parts are made of.
namespace kickpath::explain {

/// The parts that are there, the largest mean first.
inline std::vector<const trace::PartInfo*> by_size(const PartEstimates& estimates) {
  const auto size = [&](const trace::PartInfo* info) {
    const auto& estimate = estimates[index_of(info->part)];
    return estimate ? std::abs(estimate->mean) : 0.0;
  };
  std::vector<const trace::PartInfo*> there;
  for (const trace::PartInfo& info : trace::parts)
    if (size(&info) > 0) there.push_back(&info);
  std::stable_sort(there.begin(), there.end(),
                   [&](const auto* a, const auto* b) { return size(a) > size(b); });
  return there;
}

/// "12.3 ± 0.4 us".
inline std::string figure(const std::optional<Estimate>& estimate) {
  if (!estimate) return "-";
  if (!estimate->ci95) return results::human(estimate->mean, results::Unit::nanoseconds);
  return results::human(estimate->mean, estimate->ci95->hi - estimate->mean, results::Unit::nanoseconds);
}

/// As results::table, without blanks at the ends of lines.
inline std::string trimmed_table(const std::vector<std::vector<std::string>>& rows) {
  std::string text = results::table(rows);
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) {
    const std::size_t last = text.find_last_not_of(' ', end - 1);
    text.erase(last + 1, end - last - 1);
    end = last + 1;
  }
  return text;
}

/// One # for each 4 %.
inline std::string bar(double share) {
  std::string text(static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 25)), '#');
  text.resize(25, ' ');
  return text;
}

}  // namespace kickpath::explain
