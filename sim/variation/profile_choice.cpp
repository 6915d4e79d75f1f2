#include "variation/profile_choice.hpp"

#include <fmt/format.h>

namespace kickpath::variation {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> path_of(const fs::path& file, const ProfileChoice& choice) {
  if (!choice.option.empty()) return choice.option;
  if (choice.own) return scenario::profile_path(file, *choice.own);
  if (choice.bases) return scenario::profile_path(scenario::profile_path(file, choice.base), *choice.bases);
  return std::nullopt;
}

}  // namespace

std::optional<scenario::Loaded<cost::CostProfile>> load_chosen_profile(const fs::path& file,
                                                                       const ProfileChoice& choice,
                                                                       const std::string& what,
                                                                       const config::Spot& root,
                                                                       config::Errors& errors) {
  const auto path = path_of(file, choice);
  if (!path) {
    root.at("profile").error(
        fmt::format("neither {} nor its base names a cost profile: add one, or give --profile FILE", what));
    return std::nullopt;
  }
  if (choice.option.empty() && !fs::exists(*path)) {
    root.at("profile").error(fmt::format("'{}' does not exist", path->string()));
    return std::nullopt;
  }
  return scenario::load_profile(*path, errors);
}

}  // namespace kickpath::variation
