#pragma once
#include <string>
#include <string_view>

#include "config/node.hpp"

namespace kickpath::config {

/// FNV-1a with 64 bits, 16 hexadecimal digits. Tells contents apart; no defence against forgers.
std::string fnv1a(std::string_view bytes);

/// The same with 128 bits, 32 digits: for so many contents that 64 bits would meet by chance.
std::string fnv1a_128(std::string_view bytes);

/// One line that is the same for documents that read the same: no comments, spacing, quoting style, anchors
/// or marks. Keys keep their order, because a map with free keys (the axes of a study) may mean it. Valid
/// YAML.
std::string canonical(const Node& node);

/// fnv1a of canonical().
std::string fingerprint(const Node& node);

}  // namespace kickpath::config
