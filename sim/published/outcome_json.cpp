#include "published/outcome_text.hpp"
#include "published/words.hpp"
#include "results/json.hpp"

namespace kickpath::published {

using Json = nlohmann::ordered_json;

namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const Cell& cell) {
  return {{"scenario", cell.scenario},
          {"metric", cell.reference.metric},
          {"published", or_null(cell.reference.value)},
          {"predicted", results::to_json(cell.predicted)},
          {"error", or_null(cell.error())},
          {"role", word(cell.reference.role)},
          {"source", cell.reference.source}};
}

Json to_json(const JudgedBar& judged) {
  const BarSpec& bar = judged.bar;
  const bool is_ratio = bar.kind == BarSpec::Kind::ratio;
  return {{"kind", word(bar.kind)},
          {"role", bar.role ? Json(word(*bar.role)) : Json(nullptr)},
          {"metric", or_null(bar.metric)},
          {"of", is_ratio ? Json(bar.of) : Json(nullptr)},
          {"to", is_ratio ? Json(bar.to) : Json(nullptr)},
          {"at_least", or_null(bar.at_least)},
          {"at_most", or_null(bar.at_most)},
          {"reached", or_null(judged.reached)},
          {"count", judged.count},
          {"held", judged.is_held()}};
}

template <class T>
Json list(const std::vector<T>& entries) {
  Json all = Json::array();
  for (const T& entry : entries) all.push_back(to_json(entry));
  return all;
}

Json study_entry(const StudyOutcome& study) {
  return {{"name", study.spec.name},
          {"title", study.spec.title},
          {"cells", list(study.cells)},
          {"bars", list(study.bars)}};
}

}  // namespace

Json to_json(const Outcome& outcome) {
  Json studies = Json::array();
  for (const StudyOutcome& study : outcome.studies) studies.push_back(study_entry(study));
  return {{"schema", "kickpath.published-outcome/1"},
          {"suite", {{"name", outcome.suite.name}, {"hash", outcome.suite.hash}}},
          {"studies", std::move(studies)},
          {"bars", list(outcome.bars)},
          {"good", outcome.is_good()}};
}

}  // namespace kickpath::published
