#include "config/variant.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/excerpt.hpp"

namespace kickpath::config {

std::string read_discriminator(const Spot& spot, const std::string& doc, const std::string& key,
                               const std::vector<std::string>& words) {
  if (spot.node().kind != Node::Kind::map) {
    spot.error(fmt::format("expected {} (a map), not {}", doc, describe(spot.node())));
    return {};
  }
  const Spot at_key = spot.at(key);
  if (!at_key.exists()) {
    spot.error(fmt::format("key '{}' is missing (one of {})", key, fmt::join(words, ", ")));
    return {};
  }
  const Node& word = at_key.node();
  if (word.kind == Node::Kind::scalar && std::find(words.begin(), words.end(), word.text) != words.end())
    return word.text;
  at_key.error(word.kind == Node::Kind::scalar
                   ? fmt::format("unknown {} {}{}", key, quote(word.text), suggestion(word.text, words))
                   : fmt::format("expected one of {}, not {}", fmt::join(words, ", "), describe(word)));
  return {};
}

}  // namespace kickpath::config
