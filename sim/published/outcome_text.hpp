#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "published/judgement.hpp"

namespace kickpath::published {

/// A table a study: every published figure, its prediction, the error and its role; then the bars.
std::string to_text(const Outcome& outcome);

/// `kickpath.published-outcome/1`.
nlohmann::ordered_json to_json(const Outcome& outcome);

}  // namespace kickpath::published
