#pragma once
#include <vector>

#include "scenario/catalogue.hpp"

namespace kickpath::study {

/// The file formats of this room.
const std::vector<scenario::SchemaEntry>& schemas();

}  // namespace kickpath::study
