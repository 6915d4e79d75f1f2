#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "config/error.hpp"
#include "config/node.hpp"

namespace kickpath::config {

/// Where a text stands: an option's value begins at a column of the option and at a path of the scenario.
struct Origin {
  std::shared_ptr<const std::string> file;
  int columns_before = 0;
  std::string path{};
};

/// The one YAML document of `text`, which is valid UTF-8 without control characters and at most max_bytes
/// long. nullptr when there is none: after an error, or silently when the text holds nothing but comments.
/// Recoverable errors leave a tree.
NodePtr parse_yaml(std::string_view text, const Origin& origin, Errors& errors);

}  // namespace kickpath::config
