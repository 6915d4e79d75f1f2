#include "variation/settings_shape.hpp"

namespace kickpath::variation {

namespace {

struct SettingsRule final : config::Rule<Settings> {
  bool read(const config::Spot& spot, Settings& out) const override {
    if (!accepts(spot.node().kind))
      return spot.error("expected " + wanted() + ", not " + describe(spot.node()));
    out = spot.node().entries;
    return true;
  }
  // Settings are read, never shown: what they say is in the scenario that they make.
  config::json write(const Settings&) const override { return nullptr; }
  config::json schema() const override {
    return {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", config::json::object()}};
  }
  bool accepts(config::Node::Kind kind) const override { return kind == config::Node::Kind::map; }
  std::string wanted() const override { return "paths of the scenario with their values (a map)"; }
};

}  // namespace

config::Shape<Settings> settings_shape() { return config::Shape<Settings>{std::make_shared<SettingsRule>()}; }

}  // namespace kickpath::variation
