#include "study/axes_shape.hpp"

#include <fmt/format.h>

#include "study/range.hpp"

namespace kickpath::study {

using config::Entry;
using config::Node;
using config::Spot;

namespace {

/// The values of a path, each as a setting.
bool read_values(const Spot& spot, const Entry& entry, Factor& out) {
  const Node& node = spot.node();
  if (node.kind != Node::Kind::sequence && node.kind != Node::Kind::map)
    return spot.error("expected a list of values, or {from, to, step} or {from, to, points}, not " +
                      config::describe(node));
  const auto values = node.kind == Node::Kind::map ? read_range(spot) : node.items;
  if (values.empty()) return node.kind == Node::Kind::map ? false : spot.error("needs at least 1 value");
  for (const config::NodePtr& value : values) out.push_back({{entry.key, entry.key_place, value}});
  return true;
}

bool check_map(const Spot& spot) {
  if (spot.node().kind != Node::Kind::map)
    return spot.error("expected paths of the scenario with their values (a map), not " +
                      config::describe(spot.node()));
  return !spot.node().entries.empty() || spot.error("needs at least 1 path");
}

bool read_grid(const Spot& spot, std::vector<Factor>& out) {
  bool good = check_map(spot);
  if (!good) return false;
  for (const Entry& entry : spot.node().entries)
    good = read_values(spot.at(entry), entry, out.emplace_back()) && good;
  return good;
}

/// One factor whose points take the n-th value of each path.
bool read_zip(const Spot& spot, std::vector<Factor>& out) {
  std::vector<Factor> paths;
  if (!read_grid(spot, paths)) return false;
  for (std::size_t i = 1; i < paths.size(); ++i)
    if (paths[i].size() != paths[0].size())
      return spot.at(spot.node().entries[i])
          .error(fmt::format("has {} values, but {} has {}: they advance together", paths[i].size(),
                             spot.node().entries[0].key, paths[0].size()));
  Factor& joined = out.emplace_back(paths[0]);
  for (std::size_t i = 1; i < paths.size(); ++i)
    for (std::size_t n = 0; n < joined.size(); ++n) joined[n].push_back(paths[i][n].front());
  return true;
}

bool read_list(const Spot& spot, std::vector<Factor>& out) {
  return config::list_of(variation::settings_shape(), 1).read(spot, out.emplace_back());
}

config::json values_schema() {
  return {{"type", "object"},
          {"minProperties", 1},
          {"additionalProperties", {{"anyOf", {{{"type", "array"}, {"minItems", 1}}, range_schema()}}}}};
}

using ReadBlock = bool (*)(const Spot&, std::vector<Factor>&);

struct BlockRule final : config::Rule<std::vector<Factor>> {
  BlockRule(ReadBlock read_block, config::json schema_text)
      : read_(read_block), schema_(std::move(schema_text)) {}

  bool read(const Spot& spot, std::vector<Factor>& out) const override {
    out.clear();
    return read_(spot, out);
  }
  // Axes are read, never shown.
  config::json write(const std::vector<Factor>&) const override { return nullptr; }
  config::json schema() const override { return schema_; }
  bool accepts(Node::Kind) const override { return true; }
  std::string wanted() const override { return "axes"; }

 private:
  ReadBlock read_;
  config::json schema_;
};

config::Shape<std::vector<Factor>> block(ReadBlock read, const config::json& schema) {
  return config::Shape<std::vector<Factor>>{std::make_shared<BlockRule>(read, schema)};
}

}  // namespace

config::Shape<std::vector<Factor>> block_shape() {
  return config::single_key<std::vector<Factor>>(
      "axes: {grid: ...} for every combination, {zip: ...} for values that advance together, or {list: "
      "[...]} for rows of "
      "settings",
      {{"grid", block(read_grid, values_schema())},
       {"zip", block(read_zip, values_schema())},
       {"list", block(read_list, config::list_of(variation::settings_shape(), 1).schema())}});
}

}  // namespace kickpath::study
