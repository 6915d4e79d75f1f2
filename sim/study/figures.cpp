#include "study/figures.hpp"

#include <span>
#include <string>

#include "results/run_result.hpp"

namespace kickpath::study {

namespace {

/// "latency_ns.p50" is totals["latency_ns"]["p50"].
const nlohmann::json* member(const nlohmann::json& document, std::string_view key) {
  const std::size_t dot = key.find('.');
  const auto found = document.find(std::string(key.substr(0, dot)));
  if (found == document.end()) return nullptr;
  return dot == std::string_view::npos ? &*found : member(*found, key.substr(dot + 1));
}

}  // namespace

Figures figures_of(const results::Replica& replica) {
  const results::RunResult result = results::summarize_run({}, std::span(&replica, 1));
  Figures figures;
  for (std::size_t i = 0; i < figures.size(); ++i)
    if (const auto& estimate = result.totals.estimates[i]) figures[i] = estimate->mean;
  return figures;
}

Figures figures_of(const nlohmann::json& result) {
  Figures figures;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const nlohmann::json* estimate = member(result.at("totals"), results::metric_table[i].key);
    if (estimate && estimate->is_object()) figures[i] = estimate->at("mean").get<double>();
  }
  return figures;
}

}  // namespace kickpath::study
