#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "study/study.hpp"
#include "variation/vary.hpp"

namespace kickpath::study {

namespace {

constexpr std::size_t most_told = 100;  ///< mistakes, after which the points that follow are not read

/// Of the first coordinate, or of the study as a whole.
config::Place place_of(const Study& study, const Settings& coordinates) {
  if (!coordinates.empty()) return coordinates.front().key_place;
  return {std::make_shared<const std::string>(study.file), 0, 0};
}

/// So many of a factor's alternatives, evenly chosen, that all factors together keep to the limit.
void check_alternatives(const Study& study, config::Errors& errors) {
  std::uint64_t stride = study.space.size();
  const std::size_t most = most_checked / study.space.factors().size() + 1;
  for (const Factor& factor : study.space.factors()) {
    stride /= factor.size();
    const std::size_t checked = std::min(factor.size(), most);
    for (std::size_t i = 0; i < checked && errors.size() < most_told; ++i)
      scenario_at(study, i * (factor.size() - 1) / std::max<std::size_t>(checked - 1, 1) * stride, errors);
  }
}

}  // namespace

std::uint64_t Study::runs() const {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(space.size(), replicas, &product) ? std::numeric_limits<std::uint64_t>::max()
                                                                  : product;
}

std::optional<scenario::ScenarioSpec> scenario_at(const Study& study, std::uint64_t point,
                                                  config::Errors& errors) {
  const Settings coordinates = study.space.coordinates(point);
  const auto tell_elsewhere = [&](const config::Error& error) {
    errors.add(
        place_of(study, coordinates), error.path,
        fmt::format("{}{}{}", error.message, coordinates.empty() ? "" : ", with ", to_text(coordinates)));
  };
  auto variant = variation::vary(study.base, study.space.settings(point), study.file, tell_elsewhere, errors);
  if (!variant) return std::nullopt;
  scenario::ScenarioSpec spec = std::move(variant->scenario.value);
  spec.run.replicas = 1;
  spec.run.seed = study.seed;
  return spec;
}

void check_points(const Study& study, config::Errors& errors) {
  if (study.space.size() > most_checked) return check_alternatives(study, errors);
  for (std::uint64_t point = 0; point < study.space.size() && errors.size() < most_told; ++point)
    scenario_at(study, point, errors);
}

}  // namespace kickpath::study
