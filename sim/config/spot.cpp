#include "config/spot.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "config/excerpt.hpp"

namespace kickpath::config {

Spot::Spot(NodePtr root, Reading& reading)
    : node_(std::move(root)), place_(node_ ? node_->place : Place{}), reading_(&reading) {}

const Node& Spot::node() const {
  static const Node nothing;
  return node_ ? *node_ : nothing;
}

Spot Spot::child(std::string_view step, const NodePtr& node) const {
  Spot result = *this;
  result.path_ = step;
  result.node_ = node;
  if (node) result.place_ = node->place;
  return result;
}

Spot Spot::at(std::string_view key) const {
  const Entry* entry = node().find(key);
  return child(joined(path_, key), entry ? entry->value : nullptr);
}

Spot Spot::at(std::size_t index) const {
  const auto& items = node().items;
  return child(fmt::format("{}[{}]", path_, index), index < items.size() ? items[index] : nullptr);
}

Spot Spot::at(const Entry& entry) const { return child(joined(path_, entry.key), entry.value); }

Spot Spot::key(std::string_view key) const {
  const Entry* entry = node().find(key);
  return entry ? this->key(*entry) : at(key);
}

Spot Spot::key(const Entry& entry) const {
  Spot result = at(entry);
  result.place_ = entry.key_place;
  return result;
}

Spot Spot::with(Reading& other) const {
  Spot result = *this;
  result.reading_ = &other;
  return result;
}

bool Spot::error(std::string message) const {
  reading_->errors.add(place_, path_, std::move(message));
  return false;
}

std::string joined(std::string_view path, std::string_view key) {
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; };
  if (key.empty() || !std::all_of(key.begin(), key.end(), is_plain))
    return fmt::format("{}[\"{}\"]", path, excerpt(key));
  return path.empty() ? excerpt(key) : fmt::format("{}.{}", path, excerpt(key));
}

}  // namespace kickpath::config
