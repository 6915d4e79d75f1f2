#pragma once
#include <string_view>

#include "config/error.hpp"
#include "config/node.hpp"

namespace kickpath::config {

/// `root` with one value replaced: "vms[0].devices[0].backend.service=5 us". The value is YAML on one line; a
/// key with dots is written ["odd.key"]. Maps along the path are created where nothing is; lists do not grow.
/// Errors show "--set" as file and the column within `option`, and leave the tree as it was. Unknown keys are
/// the reader's business.
NodePtr with_override(const NodePtr& root, std::string_view option, Errors& errors);

/// The same for an entry of a file: `"vms[0].count": 2`. The value keeps its place in that file, and errors
/// about the path point to the key.
NodePtr with_override(const NodePtr& root, const Entry& setting, Errors& errors);

}  // namespace kickpath::config
