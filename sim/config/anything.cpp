#include "config/anything.hpp"

namespace kickpath::config {

NodePtr without_nulls(const NodePtr& node) {
  if (node == nullptr) return nullptr;
  auto copy = std::make_shared<Node>(*node);
  std::erase_if(copy->entries, [](const Entry& entry) { return entry.value->kind == Node::Kind::null; });
  for (Entry& entry : copy->entries) entry.value = without_nulls(entry.value);
  for (NodePtr& item : copy->items) item = without_nulls(item);
  return copy;
}

}  // namespace kickpath::config
