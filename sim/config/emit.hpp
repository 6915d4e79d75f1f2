#pragma once
#include <string>

#include "config/shape.hpp"

namespace kickpath::config {

/// A tree as a shape writes it, as YAML in block style: what load_file reads back to the same tree. Texts are
/// quoted where YAML would take them for something else; short lists of scalars stand in one line.
std::string to_yaml(const json& tree);

}  // namespace kickpath::config
