#include "suite/points_shape.hpp"

#include <algorithm>

namespace kickpath::suite {

using config::Entry;
using config::Node;
using config::Spot;

namespace {

config::json map_schema(config::json of) {
  return {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", std::move(of)}};
}

std::string without_blanks(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

struct PointsRule final : config::Rule<std::vector<Point>> {
  bool read(const Spot& spot, std::vector<Point>& out) const override {
    if (!accepts(spot.node().kind) || spot.node().entries.empty())
      return spot.error("expected " + wanted() + ", not " + describe(spot.node()));
    bool good = true;
    std::vector<Point> points;
    for (const Entry& entry : spot.node().entries)
      good = (entry.value->kind == Node::Kind::sequence ? read_values(spot.at(entry), entry, points)
                                                        : read_point(spot.at(entry), entry, points)) &&
             good;
    if (good) out = std::move(points);
    return good;
  }
  config::json write(const std::vector<Point>&) const override { return nullptr; }
  config::json schema() const override {
    return map_schema({{"anyOf", {{{"type", "array"}}, variation::settings_shape().schema()}}});
  }
  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::map; }
  std::string wanted() const override { return "labels with settings, or a path with its values (a map)"; }

 private:
  static bool read_point(const Spot& spot, const Entry& entry, std::vector<Point>& points) {
    points.push_back({entry.key, {}});
    return variation::settings_shape().read(spot, points.back().set);
  }

  static bool read_values(const Spot& spot, const Entry& entry, std::vector<Point>& points) {
    bool good = !entry.value->items.empty() || spot.error("needs at least 1 value");
    for (std::size_t i = 0; i < entry.value->items.size(); ++i) {
      const config::NodePtr& value = entry.value->items[i];
      if (value->kind == Node::Kind::scalar)
        points.push_back({without_blanks(value->text), {{entry.key, entry.key_place, value}}});
      else
        good = spot.at(i).error("such a value needs a label: {label: {path: value}}");
    }
    return good;
  }
};

}  // namespace

config::Shape<std::vector<Point>> points_shape() {
  return config::Shape<std::vector<Point>>{std::make_shared<PointsRule>()};
}

}  // namespace kickpath::suite
