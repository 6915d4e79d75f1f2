#include "config/any_json.hpp"

namespace kickpath::config {

namespace {

json scalar(const Node& node) {
  if (node.quoted || !looks_typed(node.text)) return node.text;
  json typed = json::parse(node.text, nullptr, false);
  return typed.is_discarded() ? json(node.text) : typed;
}

json to_json(const Node& node) {
  json value;
  switch (node.kind) {
    case Node::Kind::null:
      break;
    case Node::Kind::scalar:
      return scalar(node);
    case Node::Kind::sequence:
      value = json::array();
      for (const NodePtr& item : node.items) value.push_back(to_json(*item));
      break;
    case Node::Kind::map:
      value = json::object();
      for (const Entry& entry : node.entries) value[entry.key] = to_json(*entry.value);
      break;
  }
  return value;
}

struct AnyJsonRule final : Rule<json> {
  bool read(const Spot& spot, json& out) const override {
    out = to_json(spot.node());
    return true;
  }
  json write(const json& value) const override { return value; }
  json schema() const override { return json::object(); }
  bool accepts(Node::Kind) const override { return true; }
  std::string wanted() const override { return "anything"; }
};

}  // namespace

Shape<json> any_json() { return Shape<json>{std::make_shared<AnyJsonRule>()}; }

}  // namespace kickpath::config
