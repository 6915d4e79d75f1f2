#include "study/runs.hpp"

#include "scenario/simulate.hpp"
#include "study/run_key.hpp"

namespace kickpath::study {

namespace {

constexpr std::size_t most_told = 100;       ///< mistakes, after which the points that follow are not read
constexpr std::uint64_t between_tells = 64;  ///< points

}  // namespace

std::optional<Runs> Runs::of(const Study& study, config::Errors& errors, const Progress& progress) {
  Runs runs;
  runs.profile_hash_ = study.profile_hash;
  runs.seed_ = study.seed;
  runs.replicas_ = study.replicas;
  config::Errors found;
  const std::uint64_t size = study.space.size();
  for (std::uint64_t point = 0; point < size && found.size() < most_told; ++point) {
    if (progress && point % between_tells == 0)
      progress(static_cast<double>(point) / static_cast<double>(size));
    if (const auto spec = scenario_at(study, point, found))
      runs.point_keys_.push_back(study::point_key(*spec));
  }
  errors.add(found);
  return found.empty() ? std::optional{std::move(runs)} : std::nullopt;
}

Run Runs::at(std::uint64_t point, std::uint32_t replica) const {
  const std::uint64_t seed = scenario::replica_seed(seed_, replica);
  return {point, replica, seed, run_key(point_keys_[point], profile_hash_, seed)};
}

Run Runs::operator[](std::uint64_t index) const {
  return at(index / replicas_, static_cast<std::uint32_t>(index % replicas_));
}

}  // namespace kickpath::study
