#pragma once
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/shape.hpp"

/// Shapes of many: lists, and maps with free keys.
namespace kickpath::config {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// " needs at least 2 items, has 1", or empty when `count` is within the bounds.
std::string count_problem(std::size_t count, std::size_t min, std::size_t max);

template <class T>
struct ListRule final : Rule<std::vector<T>> {
  ListRule(Shape<T> item_shape, std::size_t fewest, std::size_t most)
      : item(std::move(item_shape)), min(fewest), max(most) {}

  bool read(const Spot& spot, std::vector<T>& out) const override {
    if (!accepts(spot.node().kind))
      return spot.error("expected " + wanted() + ", not " + describe(spot.node()));
    const std::size_t count = spot.node().items.size();
    const std::string problem = count_problem(count, min, max);
    bool good = problem.empty() || spot.error(problem);
    std::vector<T> values;
    for (std::size_t i = 0; i < count; ++i) {
      T value{};
      good = item.read(spot.at(i), value) && good;
      values.push_back(std::move(value));
    }
    if (good) out = std::move(values);
    return good;
  }

  json write(const std::vector<T>& values) const override {
    json list = json::array();
    for (const T& value : values) list.push_back(item.write(value));
    return list;
  }

  json schema() const override {
    json schema{{"type", "array"}, {"items", item.schema()}};
    if (min > 0) schema["minItems"] = min;
    if (max != unlimited) schema["maxItems"] = max;
    return schema;
  }

  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::sequence; }
  std::string wanted() const override { return "a list"; }

  Shape<T> item;
  std::size_t min, max;
};

template <class S, class T = typename S::Value>
Shape<std::vector<T>> list_of(const S& item, std::size_t min = 0, std::size_t max = unlimited) {
  return Shape<std::vector<T>>{std::make_shared<ListRule<T>>(Shape<T>{item}, min, max)};
}

/// Keys and values in the order of the file.
template <class T>
using Dictionary = std::vector<std::pair<std::string, T>>;

template <class T>
struct MapRule final : Rule<Dictionary<T>> {
  explicit MapRule(Shape<T> value_shape) : value(std::move(value_shape)) {}

  bool read(const Spot& spot, Dictionary<T>& out) const override {
    if (!accepts(spot.node().kind))
      return spot.error("expected " + wanted() + ", not " + describe(spot.node()));
    bool good = true;
    Dictionary<T> pairs;
    for (const Entry& entry : spot.node().entries) {
      T read_value{};
      good = value.read(spot.at(entry), read_value) && good;
      pairs.emplace_back(entry.key, std::move(read_value));
    }
    if (good) out = std::move(pairs);
    return good;
  }

  json write(const Dictionary<T>& pairs) const override {
    json map = json::object();
    for (const auto& [key, read_value] : pairs) map[key] = value.write(read_value);
    return map;
  }

  json schema() const override { return {{"type", "object"}, {"additionalProperties", value.schema()}}; }
  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::map; }
  std::string wanted() const override { return "a map"; }

  Shape<T> value;
};

template <class S, class T = typename S::Value>
Shape<Dictionary<T>> map_of(const S& value) {
  return Shape<Dictionary<T>>{std::make_shared<MapRule<T>>(Shape<T>{value})};
}

}  // namespace kickpath::config
