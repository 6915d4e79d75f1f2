#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "config/spot.hpp"
#include "scenario/load.hpp"

namespace kickpath::variation {

/// Who may name the cost profile of a file with a base scenario; the first that does counts.
struct ProfileChoice {
  std::string option;                ///< of the command line, as written; empty: none
  std::optional<std::string> own;    ///< the file's, relative to it
  std::string base;                  ///< the base scenario, relative to the file
  std::optional<std::string> bases;  ///< the base scenario's, relative to the base
};

/// Loads it. What is wrong is told in the profile, or at the key `profile` of `root`; `what` is the file:
/// "the suite".
std::optional<scenario::Loaded<cost::CostProfile>> load_chosen_profile(const std::filesystem::path& file,
                                                                       const ProfileChoice& choice,
                                                                       const std::string& what,
                                                                       const config::Spot& root,
                                                                       config::Errors& errors);

}  // namespace kickpath::variation
