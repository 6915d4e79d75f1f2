#pragma once
#include <optional>
#include <string>

#include "calibration/fit.hpp"

namespace kickpath::calibration {

struct ProfileHead {
  std::string name;
  std::string description;
  std::optional<std::int64_t> hz;
  std::optional<Frequency> frequency;
  std::optional<Duration> deep_idle_after{};  ///< nothing: the profile's default
  cost::Neighbours neighbours{};              ///< of the host's cores
};

/// The profile that a fit comes to: values, standard errors, intervals, correlations, and where each is from.
cost::CostProfile profile_of(const Fit& fit, const ProfileHead& head);

/// Its file, as YAML.
std::string to_yaml_text(const cost::CostProfile& profile, const std::string& comment);

}  // namespace kickpath::calibration
