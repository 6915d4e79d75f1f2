#pragma once
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "compare/comparison.hpp"
#include "compare/side.hpp"

namespace kickpath::compare {

/// `kickpath.comparison/1`. The differences are A - B; what is not known is null.
nlohmann::ordered_json to_json(const Side& a, const Side& b, std::uint64_t seed, const Comparison& comparison,
                               const std::map<std::string, std::string>& versions);

}  // namespace kickpath::compare
