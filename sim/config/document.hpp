#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "config/error.hpp"
#include "config/node.hpp"

/// YAML text into a tree of nodes. Bad input never throws: it becomes errors, and every input ends within
/// bounds.
namespace kickpath::config {

constexpr std::size_t max_bytes = 1 << 20;  ///< of a text
constexpr std::size_t max_nodes = 100'000;  ///< after aliases are expanded
constexpr int max_depth = 64;               ///< maps and lists within each other, aliases expanded

struct Document {
  std::string name;  ///< as errors show it
  std::string hash;  ///< of the bytes, see fingerprint.hpp
  NodePtr root;      ///< nullptr when the text has no whole tree; errors say why
};

/// A text may have a tree and errors (a duplicate key, say): read it all the same, then tell all errors at
/// once.
Document parse_text(std::string_view text, const std::string& name, Errors& errors);

/// Errors name the file as `path` does.
Document load_file(const std::filesystem::path& path, Errors& errors);

}  // namespace kickpath::config
