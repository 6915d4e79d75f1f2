#pragma once
#include <vector>

#include "scenario/catalogue.hpp"

namespace kickpath::cli {

/// Every file format there is, of all rooms: for `check` and `schema`.
const std::vector<scenario::SchemaEntry>& formats();

}  // namespace kickpath::cli
