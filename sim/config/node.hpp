#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/error.hpp"

/// What a YAML document says, with the place of everything. Immutable once built; shared where an alias
/// repeats it.
namespace kickpath::config {

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Entry {
  std::string key;
  Place key_place;
  NodePtr value;
};

struct Node {
  enum class Kind { null, scalar, sequence, map };

  Kind kind = Kind::null;
  Place place;                 ///< of the first character; of a null, its key
  std::string text;            ///< of a scalar, unescaped
  bool quoted = false;         ///< a scalar in quotes or a block scalar: never a number or a boolean
  std::vector<NodePtr> items;  ///< of a sequence
  std::vector<Entry> entries;  ///< of a map, in the order of the file, keys distinct

  const Entry* find(std::string_view key) const;
};

/// For messages: "a list", "a map", "nothing", or a scalar's excerpt in quotes.
std::string describe(const Node& node);

/// Is this plain text what YAML calls a number, a boolean or null? Then a text of that spelling must be
/// quoted.
bool looks_typed(std::string_view text);

}  // namespace kickpath::config
