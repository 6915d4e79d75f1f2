#pragma once
#include <memory>

#include "config/shape.hpp"

namespace kickpath::config {

/// Whatever stands there, unread: for the free parts of a file, into which its reader looks by itself.
inline Shape<NodePtr> anything() {
  struct AnythingRule final : Rule<NodePtr> {
    bool read(const Spot& spot, NodePtr& out) const override {
      out = std::make_shared<const Node>(spot.node());
      return true;
    }
    json write(const NodePtr&) const override { return nullptr; }
    json schema() const override { return json::object(); }
    bool accepts(Node::Kind) const override { return true; }
    std::string wanted() const override { return "anything"; }
  };
  return Shape<NodePtr>{std::make_shared<AnythingRule>()};
}

/// The tree without the entries whose value is null. In JSON that a program wrote, null is what it did not
/// know; a reader of records takes it as a value that was forgotten.
NodePtr without_nulls(const NodePtr& node);

}  // namespace kickpath::config
