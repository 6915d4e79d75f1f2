#pragma once
#include <optional>
#include <string>

#include "config/document.hpp"
#include "config/shape.hpp"

namespace kickpath::config {

/// The document as a T, or nothing after errors. `clock` as in Reading.
template <class S, class T = typename S::Value>
std::optional<T> read(const NodePtr& root, const S& shape, Errors& errors,
                      std::optional<Frequency> clock = {}) {
  if (!root) return std::nullopt;
  Reading reading{errors, clock};
  T value{};
  if (!shape.read(Spot{root, reading}, value)) return std::nullopt;
  return value;
}

/// A schema for editors: what `kickpath schema NAME` prints.
template <class S>
json schema_document(const S& shape, const std::string& title) {
  json document{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  document.update(shape.schema());
  return document;
}

}  // namespace kickpath::config
