#include "config/record.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "config/nearest.hpp"

namespace kickpath::config {

namespace {

bool check_entry(const Spot& spot, const Entry& entry, const std::vector<KeyDoc>& keys) {
  const Spot at_key = spot.key(entry);
  const auto known =
      std::find_if(keys.begin(), keys.end(), [&](const KeyDoc& k) { return k.key == entry.key; });
  if (known == keys.end()) {
    std::vector<std::string> words;
    for (const KeyDoc& key : keys) words.push_back(key.key);
    return at_key.error(fmt::format("unknown key {}{}", quote(entry.key), suggestion(entry.key, words)));
  }
  return entry.value->kind != Node::Kind::null || at_key.error("has no value");
}

}  // namespace

bool check_keys(const Spot& spot, const std::vector<KeyDoc>& keys) {
  bool good = true;
  for (const Entry& entry : spot.node().entries) good = check_entry(spot, entry, keys) && good;
  for (const KeyDoc& key : keys)
    if (key.required && !spot.node().find(key.key))
      good = spot.error(fmt::format("key '{}' is missing ({})", key.key, key.doc));
  return good;
}

json object_schema(const std::string& doc, const std::vector<KeyDoc>& keys,
                   const std::vector<json>& properties) {
  json object{{"type", "object"}, {"description", doc}, {"additionalProperties", false}};
  json required = json::array();
  object["properties"] = json::object();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    json property = properties[i];
    const std::string inner = property.value("description", "");
    property["description"] = inner.empty() ? keys[i].doc : keys[i].doc + " (" + inner + ")";
    object["properties"][keys[i].key] = std::move(property);
    if (keys[i].required) required.push_back(keys[i].key);
  }
  if (!required.empty()) object["required"] = std::move(required);
  return object;
}

}  // namespace kickpath::config
