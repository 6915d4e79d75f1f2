#pragma once
#include <vector>

#include "scenario/catalogue.hpp"

namespace kickpath::published {

/// The file format of this room.
const std::vector<scenario::SchemaEntry>& schemas();

}  // namespace kickpath::published
