#pragma once
#include <functional>
#include <optional>
#include <string>

#include "scenario/load.hpp"
#include "variation/settings_shape.hpp"

namespace kickpath::variation {

struct Variant {
  scenario::Loaded<scenario::ScenarioSpec> scenario;
  config::NodePtr tree;  ///< the base with the settings, as written
};

/// Tells a mistake that stands in the base, which is good by itself: the settings made it one.
using TellElsewhere = std::function<void(const config::Error&)>;

/// `base` with settings laid over it, each value keeping its place in `file`, where mistakes in them are
/// told. Nothing after errors.
std::optional<Variant> vary(const config::NodePtr& base, const Settings& settings, const std::string& file,
                            const TellElsewhere& tell_elsewhere, config::Errors& errors);

}  // namespace kickpath::variation
