#include "scenario/plain_null.hpp"

#include <array>
#include <span>
#include <string_view>

namespace kickpath::scenario {

using config::Node;
using config::NodePtr;

namespace {

constexpr std::string_view every = "*";  // item of a list
constexpr std::array<std::string_view, 6> path{"vms", every, "devices", every, "backend", "kind"};

NodePtr named(const NodePtr& node) {
  if (node->kind != Node::Kind::null) return node;
  auto word = std::make_shared<Node>(*node);
  word->kind = Node::Kind::scalar;
  word->text = "null";
  word->quoted = true;
  return word;
}

/// A copy of `node` in which what `steps` lead to is named; what they do not lead to is shared.
NodePtr named_below(const NodePtr& node, std::span<const std::string_view> steps) {
  if (steps.empty()) return named(node);
  auto copy = std::make_shared<Node>(*node);
  if (steps.front() == every) {
    for (NodePtr& item : copy->items) item = named_below(item, steps.subspan(1));
  } else {
    for (config::Entry& entry : copy->entries)
      if (entry.key == steps.front()) entry.value = named_below(entry.value, steps.subspan(1));
  }
  return copy;
}

}  // namespace

NodePtr with_null_backends_named(const NodePtr& root) { return root ? named_below(root, path) : root; }

}  // namespace kickpath::scenario
