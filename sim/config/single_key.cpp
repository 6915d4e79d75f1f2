#include "config/single_key.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/excerpt.hpp"
#include "config/nearest.hpp"

namespace kickpath::config {

const Entry* read_single_entry(const Spot& spot, const std::string& doc,
                               const std::vector<std::string>& keys) {
  const auto fail = [](const Spot& where, const std::string& message) -> const Entry* {
    where.error(message);
    return nullptr;
  };
  const Node& node = spot.node();
  if (node.kind != Node::Kind::map)
    return fail(spot, fmt::format("expected {}, not {}", doc, describe(node)));
  if (node.entries.size() != 1)
    return fail(spot, fmt::format("expected exactly one of the keys {}, not {} keys", fmt::join(keys, ", "),
                                  node.entries.size()));
  const Entry& entry = node.entries.front();
  if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
    return fail(spot.key(entry),
                fmt::format("unknown key {}{}", quote(entry.key), suggestion(entry.key, keys)));
  if (entry.value->kind == Node::Kind::null) return fail(spot.key(entry), "has no value");
  return &entry;
}

}  // namespace kickpath::config
