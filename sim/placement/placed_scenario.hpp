#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "config/node.hpp"
#include "scenario/scenario_spec.hpp"

namespace kickpath::placement {

/// The scenario file of a placement: the given one as it was written, with scheduler, polling and placement
/// of `placed` where they differ; named NAME-placed; without references, which were of the other placement.
/// `profile`: of the given scenario, as a path that is good here; it is told relative to `folder`, where the
/// file will be.
std::string placed_scenario(const config::NodePtr& given_root, const scenario::ScenarioSpec& given,
                            const scenario::ScenarioSpec& placed,
                            const std::optional<std::filesystem::path>& profile,
                            const std::filesystem::path& folder, const std::string& comment);

}  // namespace kickpath::placement
