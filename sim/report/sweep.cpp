#include "report/sweep.hpp"

#include <algorithm>

#include "report/curves.hpp"
#include "study/objective.hpp"
#include "study/table_print.hpp"

namespace kickpath::report {

namespace {

Json or_null(const std::optional<std::size_t>& place) { return place ? Json(*place) : Json(nullptr); }

/// [mean, low, high, replicas]: thousands of these are in a page.
Json brief(const std::optional<results::Estimate>& estimate) {
  if (!estimate) return nullptr;
  const auto& interval = estimate->ci95;
  return {estimate->mean, interval ? Json(interval->lo) : Json(nullptr),
          interval ? Json(interval->hi) : Json(nullptr), estimate->n};
}

Json to_json(const SweepPoint& point) {
  Json entry{{"settings", point.settings},
             {"done", point.done},
             {"failed", point.failed},
             {"missing", point.missing}};
  if (!point.failure.empty()) entry["failure"] = point.failure;
  entry["figures"] = Json::array();
  for (const auto& figure : point.figures) entry["figures"].push_back(brief(figure));
  entry["verdicts"] = point.verdicts;
  entry["best"] = point.is_best;
  return entry;
}

Json to_json(const SweepFigure& figure) {
  return {{"name", figure.name},
          {"metric", figure.metric.empty() ? Json(nullptr) : Json(figure.metric)},
          {"better", figure.is_smaller_better ? "smaller" : "larger"}};
}

Json to_json(const SweepConstraint& constraint) {
  return {{"text", constraint.text},
          {"metric", constraint.metric.empty() ? Json(nullptr) : Json(constraint.metric)},
          {"bound", constraint.bound ? Json(*constraint.bound) : Json(nullptr)}};
}

Json to_json(const Curve& curve) {
  return {{"settings", curve.settings},
          {"points", curve.points},
          {"knee", or_null(curve.knee)},
          {"last_that_holds", or_null(curve.last_that_holds)}};
}

template <class T>
Json list(const std::vector<T>& entries) {
  Json all = Json::array();
  for (const T& entry : entries) all.push_back(to_json(entry));
  return all;
}

Json curves_json(const Sweep& shown) {
  const auto curves = curves_of(shown);
  if (!curves) return nullptr;
  return {{"axis", curves->axis}, {"unit", curves->unit}, {"x", curves->x}, {"curves", list(curves->curves)}};
}

}  // namespace

bool SweepPoint::holds() const {
  return std::all_of(verdicts.begin(), verdicts.end(),
                     [](const std::string& word) { return word == "held"; });
}

std::optional<std::size_t> Sweep::figure(const std::string& wanted) const {
  for (std::size_t i = 0; i < figures.size(); ++i)
    if (figures[i].name == wanted) return i;
  return std::nullopt;
}

SweepConstraint understood(const std::string& text) {
  SweepConstraint constraint{text, "", std::nullopt};
  const auto parsed = study::parse_constraint(text);
  if (!parsed) return constraint;
  const auto keys = results::metric_keys();
  if (std::find(keys.begin(), keys.end(), (*parsed).expression.text()) == keys.end()) return constraint;
  constraint.metric = (*parsed).expression.text();
  constraint.bound = (*parsed).bound;
  return constraint;
}

Json to_json(const Sweep& sweep, std::size_t most) {
  Sweep shown = sweep;
  shown.points.resize(std::min(most, shown.points.size()));
  Json document;
  document["file"] = sweep.file;
  document["source"] = sweep.source;
  document["name"] = sweep.name;
  document["hash"] = sweep.hash.empty() ? Json(nullptr) : Json(sweep.hash);
  document["profile"] =
      sweep.profile.empty() ? Json(nullptr) : Json{{"name", sweep.profile}, {"hash", sweep.profile_hash}};
  document["versions"] = sweep.versions;
  document["fixed"] = Json::array();
  for (const auto& [path, value] : sweep.fixed)
    document["fixed"].push_back({{"path", path}, {"value", value}});
  document["axes"] = Json::array();
  const auto names = study::short_names(sweep.axes);
  for (std::size_t i = 0; i < names.size(); ++i)
    document["axes"].push_back({{"path", sweep.axes[i]}, {"name", names[i]}});
  document["figures"] = list(sweep.figures);
  document["constraints"] = list(sweep.constraints);
  document["points"] = list(shown.points);
  document["left_out"] = sweep.points.size() - shown.points.size();
  document["curves"] = curves_json(shown);
  return document;
}

}  // namespace kickpath::report
