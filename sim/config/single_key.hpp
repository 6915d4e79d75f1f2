#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/shape.hpp"

namespace kickpath::config {

/// The only entry of a map, or nullptr after an error: not a map, not exactly one key, no value, or a key not
/// among `keys`.
const Entry* read_single_entry(const Spot& spot, const std::string& doc,
                               const std::vector<std::string>& keys);

/// A map with exactly one key, which selects the shape of its value: `{exponential: 5 us}`.
template <class T>
struct SingleKeyRule final : Rule<T> {
  SingleKeyRule(std::string description, std::vector<std::pair<std::string, Shape<T>>> table)
      : doc(std::move(description)), rows(std::move(table)) {
    for (const auto& row : rows) keys.push_back(row.first);
  }

  bool read(const Spot& spot, T& out) const override {
    const Entry* entry = read_single_entry(spot, doc, keys);
    for (std::size_t i = 0; entry && i < rows.size(); ++i)
      if (entry->key == keys[i]) return rows[i].second.read(spot.at(*entry), out);
    return false;
  }

  json write(const T& value) const override {
    for (const auto& [key, shape] : rows)
      if (json written = shape.write(value); !written.is_null()) return {{key, std::move(written)}};
    return nullptr;
  }

  json schema() const override {
    json properties = json::object();
    for (const auto& [key, shape] : rows) properties[key] = shape.schema();
    return {{"type", "object"},
            {"description", doc},
            {"properties", std::move(properties)},
            {"additionalProperties", false},
            {"minProperties", 1},
            {"maxProperties", 1}};
  }

  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::map; }
  std::string wanted() const override { return doc; }

  std::string doc;
  std::vector<std::pair<std::string, Shape<T>>> rows;
  std::vector<std::string> keys;
};

/// A row's shape writes null for values that are not its own.
template <class T>
Shape<T> single_key(std::string doc, std::vector<std::pair<std::string, Shape<T>>> rows) {
  return Shape<T>{std::make_shared<SingleKeyRule<T>>(std::move(doc), std::move(rows))};
}

}  // namespace kickpath::config
